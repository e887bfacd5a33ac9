package org.racprovider.provider.validation;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A request body after validation.
 *
 * @param sent the body as sent
 * @param body the coerced fields that were sent
 * @param errors the errors that the schema found
 */
public record ValidatedBody(JsonObject sent, JsonObject body, FieldErrors errors) {

  private static final Set<ProviderField> REFERENCES =
      EnumSet.of(
          ProviderField.AUTHENTICATION_FLOW,
          ProviderField.AUTHORIZATION_FLOW,
          ProviderField.PROPERTY_MAPPINGS);

  public boolean isValid() {
    return errors.isEmpty();
  }

  /**
   * The fields for a command, if the body is valid: the coerced fields, but UUIDs in the notation
   * of the client, because error messages quote it.
   */
  public JsonObject fields() {
    JsonObject fields = new JsonObject();
    for (ProviderField field : ProviderField.values()) {
      put(field, fields);
    }
    return fields;
  }

  /**
   * The fields of an invalid body that the database can check: the name and the flows if they are
   * valid, and the property mappings before the first malformed one.
   */
  public JsonObject references() {
    JsonObject references = new JsonObject();
    for (ProviderField field :
        List.of(
            ProviderField.NAME,
            ProviderField.AUTHENTICATION_FLOW,
            ProviderField.AUTHORIZATION_FLOW)) {
      if (!errors.has(field)) {
        put(field, references);
      }
    }
    if (sent.getValue(ProviderField.PROPERTY_MAPPINGS.key()) instanceof JsonArray items) {
      references.put(ProviderField.PROPERTY_MAPPINGS.key(), PythonUuid.leading(items));
    }
    return references;
  }

  private void put(ProviderField field, JsonObject target) {
    if (body.containsKey(field.key())) {
      Object value = body.getValue(field.key());
      boolean asSent = REFERENCES.contains(field) && value != null;
      target.put(field.key(), asSent ? sent.getValue(field.key()) : value);
    }
  }
}
