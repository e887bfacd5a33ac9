package org.racprovider.provider.validation;

import io.vertx.json.schema.JsonFormatValidator;
import java.util.Base64;
import org.racprovider.json.StorableJson;

/**
 * The formats that the schemas of this project use.
 *
 * <p>{@code canonical-uuid} accepts only one notation of a {@code uuid}. It has a name of its own,
 * because the library matches a {@code uuid} against a regular expression, too, which costs more
 * than the rest of the validation. {@code no-null-characters} and {@code storable} are formats
 * instead of recursive schemas, because the library builds the path of every value that it visits.
 * So a recursive schema would take quadratic time in the depth of a body.
 */
public final class RequestFormats implements JsonFormatValidator {

  @Override
  public String validateFormat(String instanceType, String format, Object instance) {
    return format == null || matches(format, instance) ? null : "not of the format " + format;
  }

  private static boolean matches(String format, Object value) {
    return switch (format) {
      case "canonical-uuid" -> !(value instanceof String uuid) || PythonUuid.isCanonical(uuid);
      case "python-uuid" -> !(value instanceof String) || PythonUuid.parse(value) != null;
      case "connection-expiry" -> !(value instanceof String expiry) || isExpiry(expiry);
      case "no-null-characters" -> !StorableJson.hasNullCharacter(value);
      case "storable" -> StorableJson.isStorable(value);
      case "base64url" -> !(value instanceof String base64) || isBase64Url(base64);
      default -> throw new IllegalStateException("Unknown format " + format);
    };
  }

  private static boolean isExpiry(String expiry) {
    return ConnectionExpiry.isValid(expiry) && !StorableJson.hasNullCharacter(expiry);
  }

  private static boolean isBase64Url(String string) {
    try {
      Base64.getUrlDecoder().decode(string);
      return true;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }
}
