package org.racprovider.provider.validation;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.racprovider.json.StorableJson;

/**
 * The fields of a provider that a client may write, in the order in which errors name them.
 *
 * <p>Each constant holds the rule of its field: the key, whether it is required, the coercion of
 * values, and the messages about an invalid value. The schema {@code rac-provider-request.json}
 * states the same rule for the coerced value; tests keep both equal.
 */
public enum ProviderField {
  /** Not blank; stored without surrounding white space (contract 2.3). */
  NAME("name", Presence.REQUIRED, PythonString::coerce, value -> stringErrors(value, List.of())),

  /** A UUID in any notation that Python reads; the empty string means null (contract 2.4). */
  AUTHENTICATION_FLOW(
      "authentication_flow",
      Presence.NULLABLE,
      value -> "".equals(value) ? null : PythonUuid.canonical(value),
      ProviderField::uuidErrors),

  /** As {@link #AUTHENTICATION_FLOW}, but required and not null. */
  AUTHORIZATION_FLOW(
      "authorization_flow",
      Presence.REQUIRED,
      value -> "".equals(value) ? null : PythonUuid.canonical(value),
      ProviderField::uuidErrors),

  /** An array of UUIDs; duplicates are dropped (contract 2.5). */
  PROPERTY_MAPPINGS(
      "property_mappings",
      Presence.OPTIONAL,
      value -> value instanceof JsonArray items ? PythonUuid.distinct(items) : value,
      value ->
          value instanceof JsonArray items
              ? firstItemError(items)
              : error(
                  "Expected a list of items but got type \"%s\".", PythonString.typeName(value))),

  /** Any object that the database can store (contract 2.6). */
  SETTINGS(
      "settings",
      Presence.OPTIONAL,
      UnaryOperator.identity(),
      value ->
          value instanceof JsonObject
              ? storageErrors(value)
              : error("Value must be a dictionary, and not have any duplicate keys.")),

  /** A duration such as {@code hours=3;minutes=1}, stored as sent (contract 2.7). */
  CONNECTION_EXPIRY(
      "connection_expiry",
      Presence.OPTIONAL,
      PythonString::coerce,
      value ->
          stringErrors(
              value,
              value instanceof String expiry && !ConnectionExpiry.isValid(expiry)
                  ? error("%s is not in the correct format of 'hours=3;minutes=1'.", expiry)
                  : List.of())),

  /** A boolean, or a number or a word that stands for a boolean (contract 2.8). */
  DELETE_TOKEN_ON_DISCONNECT(
      "delete_token_on_disconnect",
      Presence.OPTIONAL,
      ProviderField::toBoolean,
      value -> value instanceof Boolean ? List.of() : error("Must be a valid boolean."));

  private enum Presence {
    REQUIRED,
    OPTIONAL,
    NULLABLE
  }

  private static final Set<String> TRUE = Set.of("t", "y", "yes", "true", "on", "1");
  private static final Set<String> FALSE = Set.of("f", "n", "no", "false", "off", "0");

  private final String key;
  private final Presence presence;
  private final UnaryOperator<Object> coercion;
  private final Function<Object, List<String>> errors;

  ProviderField(
      String key,
      Presence presence,
      UnaryOperator<Object> coercion,
      Function<Object, List<String>> errors) {
    this.key = key;
    this.presence = presence;
    this.coercion = coercion;
    this.errors = errors;
  }

  /** The field with this key. */
  static ProviderField of(String key) {
    return Arrays.stream(values())
        .filter(field -> field.key.equals(key))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("Unknown field " + key));
  }

  /** The key in request, response and error bodies. */
  public String key() {
    return key;
  }

  /** Whether a create and a PUT must have the field. */
  public boolean isRequired() {
    return presence == Presence.REQUIRED;
  }

  /** Coerces a value to the stored form; returns a value that cannot be coerced unchanged. */
  Object coerce(Object value) {
    return coercion.apply(value);
  }

  /** The error messages about a coerced value; empty if the value is valid. */
  List<String> errors(Object value) {
    if (value == null) {
      return presence == Presence.NULLABLE ? List.of() : error("This field may not be null.");
    }
    return errors.apply(value);
  }

  /**
   * Accepts a value only in the stored form.
   *
   * @param value a JSON value, or a {@link java.util.UUID} in place of its string
   * @throws IllegalArgumentException if it is invalid or not coerced
   */
  public void requireValid(Object value) {
    if (!errors(value).isEmpty() || value != null && !value.equals(coerce(value))) {
      throw new IllegalArgumentException("Invalid value of " + key);
    }
  }

  private static List<String> error(String message, Object... values) {
    return List.of(message.formatted(values));
  }

  private static List<String> stringErrors(Object value, List<String> formatErrors) {
    if (!(value instanceof String string)) {
      return error("Not a valid string.");
    } else if (string.isEmpty()) {
      return error("This field may not be blank.");
    } else if (!StorableJson.hasNullCharacter(string)) {
      return formatErrors;
    }
    List<String> all = new ArrayList<>(formatErrors);
    all.add(FieldErrors.NULL_CHARACTERS);
    return all;
  }

  private static List<String> uuidErrors(Object value) {
    if (PythonUuid.parse(value) != null) {
      return List.of();
    }
    return value instanceof Boolean
        ? error("Incorrect type. Expected pk value, received bool.")
        : error("“%s” is not a valid UUID.", PythonString.quote(value));
  }

  private static List<String> firstItemError(JsonArray items) {
    for (Object item : items) {
      if (PythonUuid.parse(item) == null) {
        return item == null ? List.of(FieldErrors.doesNotExist("None")) : uuidErrors(item);
      }
    }
    return List.of();
  }

  private static List<String> storageErrors(Object settings) {
    if (StorableJson.isStorable(settings)) {
      return List.of();
    }
    return StorableJson.hasNullCharacter(settings)
        ? List.of(FieldErrors.NULL_CHARACTERS)
        : error("Ensure keys have no more than %d characters.", StorableJson.MAX_KEY_LENGTH);
  }

  private static Object toBoolean(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue() == 1 ? true : number.doubleValue() == 0 ? false : value;
    }
    String word = value instanceof String string ? string.toLowerCase(Locale.ROOT) : "";
    return TRUE.contains(word) ? true : FALSE.contains(word) ? false : value;
  }
}
