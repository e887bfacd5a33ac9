package org.racprovider.provider.validation;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.racprovider.bus.Failure;

/**
 * Brings a decoded request body into its one form and finds everything that is wrong with it, short
 * of what only the database knows. It holds no state and may be shared.
 */
public final class RequestValidation {

  private final Normaliser normaliser = new Normaliser();

  // Named here so that the schema files are read at start and not during the first request.
  private final RequestSchema full = RequestSchema.FULL;
  private final RequestSchema partly = RequestSchema.PARTIAL;

  /**
   * Checks a body.
   *
   * @param decoded what the JSON of the body stands for; an empty object where there was no body
   * @param partial whether fields may be missing, as in a PATCH
   * @throws Failure INVALID with {@code {"non_field_errors": ["<text>"]}} when it is not an object
   *     (contract 2.9)
   */
  public ValidatedBody check(Object decoded, boolean partial) {
    if (!(decoded instanceof JsonObject sent)) {
      throw notAnObject(decoded);
    }
    JsonObject body = normaliser.normalise(sent);
    return new ValidatedBody(sent, body, errors(partial ? partly : full, body));
  }

  /**
   * The normalised body of a command.
   *
   * @throws Failure INVALID with the error body that an HTTP client would get
   */
  public JsonObject requireValid(JsonObject command, boolean partial) {
    ValidatedBody checked = check(command, partial);
    if (!checked.isValid()) {
      throw checked.errors().toFailure();
    }
    return checked.body();
  }

  private static FieldErrors errors(RequestSchema schema, JsonObject body) {
    FieldErrors errors = new FieldErrors();
    for (ProviderField field : schema.refused(body)) {
      if (body.containsKey(field.key())) {
        ErrorTexts.of(field, body.getValue(field.key())).forEach(text -> errors.add(field, text));
      } else {
        errors.add(field, ErrorTexts.REQUIRED);
      }
    }
    return errors;
  }

  private static Failure notAnObject(Object decoded) {
    String text =
        decoded == null
            ? "No data provided"
            : "Invalid data. Expected a dictionary, but got " + ErrorTexts.type(decoded) + ".";
    return Failure.withBody(
        Failure.Kind.INVALID,
        new JsonObject().put("non_field_errors", JsonArray.of(text)).encode());
  }
}
