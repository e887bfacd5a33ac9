package org.racprovider.provider.validation;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What authentik takes for a value of another form, put into the one form that the schema knows
 * (contract 2.3 to 2.8). A value that cannot be coerced stays as it is, for the schema to refuse.
 */
final class Normaliser {

  private static final Set<Object> TRUE = Set.of("t", "y", "yes", "true", "on", "1");
  private static final Set<Object> FALSE = Set.of("f", "n", "no", "false", "off", "0");

  private final Map<ProviderField, UnaryOperator<Object>> coercions =
      new EnumMap<>(ProviderField.class);

  Normaliser() {
    coercions.put(ProviderField.NAME, Normaliser::text);
    coercions.put(ProviderField.AUTHENTICATION_FLOW, Normaliser::flow);
    coercions.put(ProviderField.AUTHORIZATION_FLOW, Normaliser::flow);
    coercions.put(ProviderField.PROPERTY_MAPPINGS, Normaliser::uuids);
    coercions.put(ProviderField.SETTINGS, UnaryOperator.identity());
    coercions.put(ProviderField.CONNECTION_EXPIRY, Normaliser::text);
    coercions.put(ProviderField.DELETE_TOKEN_ON_DISCONNECT, Normaliser::bool);
  }

  /** The writable fields that were sent, coerced; read-only and unknown keys are dropped. */
  JsonObject normalise(JsonObject sent) {
    JsonObject body = new JsonObject();
    coercions.forEach(
        (field, coercion) -> {
          if (sent.containsKey(field.key())) {
            body.put(field.key(), coercion.apply(sent.getValue(field.key())));
          }
        });
    return body;
  }

  private static Object text(Object value) {
    if (value instanceof Number number) {
      return PythonText.of(number);
    }
    return value instanceof String text ? PythonText.strip(text) : value;
  }

  private static Object flow(Object value) {
    return "".equals(value) ? null : uuid(value);
  }

  private static Object uuids(Object sent) {
    if (!(sent instanceof JsonArray items)) {
      return sent;
    }
    Set<String> seen = new HashSet<>();
    List<Object> distinct = new ArrayList<>();
    for (Object item : items) {
      Object value = uuid(item);
      if (!(value instanceof String text) || seen.add(text)) {
        distinct.add(value);
      }
    }
    return new JsonArray(distinct);
  }

  private static Object uuid(Object value) {
    String canonical = value instanceof String text ? PythonUuid.canonical(text) : null;
    return canonical == null ? value : canonical;
  }

  private static Object bool(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue() == 1 ? true : number.doubleValue() == 0 ? false : value;
    }
    String word = value instanceof String text ? text.toLowerCase(Locale.ROOT) : "";
    return TRUE.contains(word) ? true : FALSE.contains(word) ? false : value;
  }
}
