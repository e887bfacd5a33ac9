package org.racprovider.provider.validation;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.racprovider.bus.Failure;

/** What is wrong with a request, field by field (contract 2.2). */
public final class FieldErrors {

  private final Map<ProviderField, List<String>> texts = new EnumMap<>(ProviderField.class);

  /** Adds a text behind those that the field has. */
  public void add(ProviderField field, String text) {
    texts.computeIfAbsent(field, key -> new ArrayList<>()).add(text);
  }

  boolean has(ProviderField field) {
    return texts.containsKey(field);
  }

  public boolean isEmpty() {
    return texts.isEmpty();
  }

  /** {@code {"<field>": ["<text>", …], …}} in the order of {@link ProviderField}. */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    texts.forEach((field, list) -> json.put(field.key(), new JsonArray(new ArrayList<>(list))));
    return json;
  }

  /** A failure INVALID with these errors as its body. */
  public Failure toFailure() {
    return Failure.withBody(Failure.Kind.INVALID, toJson().encode());
  }
}
