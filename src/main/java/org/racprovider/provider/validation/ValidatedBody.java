package org.racprovider.provider.validation;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * A request body that has been looked at.
 *
 * @param sent the body as the client wrote it
 * @param body the same, normalised: the writable fields that were sent; when {@link #isValid()}, a
 *     command for the event bus
 * @param errors what the schema refuses
 */
public record ValidatedBody(JsonObject sent, JsonObject body, FieldErrors errors) {

  /** Whether the body may be sent as a command. */
  public boolean isValid() {
    return errors.isEmpty();
  }

  /**
   * What the database can check of a body that the schema refuses: the name, the flows and the
   * property mappings that are well formed, of the mappings those before the first malformed one.
   */
  public JsonObject references() {
    JsonObject references = new JsonObject();
    copyIfGood(ProviderField.NAME, references);
    copyIfGood(ProviderField.AUTHENTICATION_FLOW, references);
    copyIfGood(ProviderField.AUTHORIZATION_FLOW, references);
    if (body.getValue(ProviderField.PROPERTY_MAPPINGS.key()) instanceof JsonArray items) {
      references.put(ProviderField.PROPERTY_MAPPINGS.key(), PythonUuid.leading(items));
    }
    return references;
  }

  /**
   * The error body for the client: the schema's errors and the database's, in the order of {@link
   * Field}. Where both blame a field the database's count, for an unknown mapping stands before the
   * malformed one. UUIDs in them are put back into the form in which the client wrote them.
   *
   * @param databaseErrors {@code {"<field>": ["<text>", …], …}} for {@link #references()} or, when
   *     the body is valid, for {@link #body()}
   */
  public JsonObject merge(JsonObject databaseErrors) {
    JsonObject fromSchema = errors.toJson();
    JsonObject merged = new JsonObject();
    for (ProviderField field : ProviderField.values()) {
      String key = field.key();
      if (databaseErrors.containsKey(key)) {
        merged.put(key, asSent(field, databaseErrors.getJsonArray(key)));
      } else if (fromSchema.containsKey(key)) {
        merged.put(key, fromSchema.getValue(key));
      }
    }
    return merged;
  }

  private void copyIfGood(ProviderField field, JsonObject references) {
    if (body.containsKey(field.key()) && !errors.has(field)) {
      references.put(field.key(), body.getValue(field.key()));
    }
  }

  private JsonArray asSent(ProviderField field, JsonArray texts) {
    Object value = sent.getValue(field.key());
    JsonArray candidates = value instanceof JsonArray items ? items : JsonArray.of(value);
    JsonArray result = new JsonArray();
    texts.forEach(text -> result.add(asSent((String) text, candidates)));
    return result;
  }

  private static String asSent(String text, JsonArray candidates) {
    for (Object candidate : candidates) {
      if (candidate instanceof String raw
          && text.equals(ErrorTexts.unknown(PythonUuid.canonical(raw)))) {
        return ErrorTexts.unknown(raw);
      }
    }
    return text;
  }
}
