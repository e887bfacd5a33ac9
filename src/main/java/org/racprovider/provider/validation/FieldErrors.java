package org.racprovider.provider.validation;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.racprovider.bus.Failure;

/** The errors of a request body by field (contract 2.2). */
public final class FieldErrors {

  public static final String NULL_CHARACTERS = "Null characters are not allowed.";

  static final List<String> REQUIRED = List.of("This field is required.");

  private static final String NAME_TAKEN = "provider with this name already exists.";

  private final Map<ProviderField, List<String>> messages = new EnumMap<>(ProviderField.class);

  /** The message for a key that belongs to no object. */
  static String doesNotExist(String pk) {
    return "Invalid pk \"" + pk + "\" - object does not exist.";
  }

  void put(ProviderField field, List<String> fieldMessages) {
    messages.put(field, fieldMessages);
  }

  boolean has(ProviderField field) {
    return messages.containsKey(field);
  }

  public boolean isEmpty() {
    return messages.isEmpty();
  }

  /**
   * Adds the errors that the database found. An error of the database replaces the errors of its
   * field: an unknown property mapping precedes the first malformed one.
   *
   * @param references {@code [{"field": "<key>", "pk": "<as sent>"}, …]}: an object that does not
   *     exist; without {@code pk}, a name that is taken
   */
  public FieldErrors withReferences(JsonArray references) {
    FieldErrors all = new FieldErrors();
    all.messages.putAll(messages);
    for (Object each : references) {
      JsonObject reference = (JsonObject) each;
      String pk = reference.getString("pk");
      all.put(
          ProviderField.of(reference.getString("field")),
          List.of(pk == null ? NAME_TAKEN : doesNotExist(pk)));
    }
    return all;
  }

  /** {@code {"<field>": ["<message>", …], …}} in the order of {@link ProviderField}. */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    messages.forEach((field, list) -> json.put(field.key(), new JsonArray(list)));
    return json;
  }

  /** A failure INVALID with these errors as its body. */
  public Failure toFailure() {
    return Failure.withBody(Failure.Kind.INVALID, toJson().encode());
  }
}
