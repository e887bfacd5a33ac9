package org.racprovider.provider.validation;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.racprovider.bus.CommandSchema;
import org.racprovider.bus.Failure;
import org.racprovider.provider.WriteMode;

/**
 * Coerces a decoded request body and validates it against the JSON Schema. Only the database can
 * find the other errors: taken names, and references to unknown objects.
 */
public final class RequestValidation {

  private static final CommandSchema SCHEMA =
      CommandSchema.load("rac-provider-request.json#", new RequestFormats());

  /**
   * Validates a body.
   *
   * @param decoded the decoded JSON; an empty object if the request has no body
   * @throws Failure INVALID with {@code {"non_field_errors": ["<message>"]}} if it is not an object
   *     (contract 2.9)
   */
  public ValidatedBody validate(Object decoded, WriteMode mode) {
    if (!(decoded instanceof JsonObject sent)) {
      throw notAnObject(decoded);
    }
    JsonObject body = coerce(sent);
    return new ValidatedBody(sent, body, errors(body, mode));
  }

  /**
   * The coerced body.
   *
   * @throws Failure INVALID with the errors by field
   */
  public JsonObject requireValid(JsonObject sent, WriteMode mode) {
    ValidatedBody validated = validate(sent, mode);
    if (!validated.isValid()) {
      throw validated.errors().toFailure();
    }
    return validated.body();
  }

  /** The fields that were sent, coerced; read-only and unknown members are dropped. */
  static JsonObject coerce(JsonObject sent) {
    JsonObject body = new JsonObject();
    for (ProviderField field : ProviderField.values()) {
      if (sent.containsKey(field.key())) {
        body.put(field.key(), field.coerce(sent.getValue(field.key())));
      }
    }
    return body;
  }

  private static FieldErrors errors(JsonObject body, WriteMode mode) {
    FieldErrors errors = new FieldErrors();
    for (String key : SCHEMA.invalidMembers(body)) {
      ProviderField field = ProviderField.of(key);
      if (body.containsKey(key)) {
        errors.put(field, field.errors(body.getValue(key)));
      } else if (mode.needsRequiredFields()) {
        errors.put(field, FieldErrors.REQUIRED);
      }
    }
    return errors;
  }

  private static Failure notAnObject(Object decoded) {
    String message =
        decoded == null
            ? "No data provided"
            : "Invalid data. Expected a dictionary, but got "
                + PythonString.typeName(decoded)
                + ".";
    return Failure.withBody(
        Failure.Kind.INVALID,
        new JsonObject().put("non_field_errors", JsonArray.of(message)).encode());
  }
}
