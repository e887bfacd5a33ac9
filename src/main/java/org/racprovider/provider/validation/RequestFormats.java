package org.racprovider.provider.validation;

import io.vertx.json.schema.JsonFormatValidator;
import org.racprovider.json.LongKeys;
import org.racprovider.json.NullCharacters;

/**
 * The formats of the request schemas. {@code uuid} is stricter here than in the library, which
 * takes other notations and a line feed behind. U+0000 is looked for by a format and not by a
 * recursive schema because the library writes out the path of every value that it visits, which a
 * deep body makes quadratic.
 */
public final class RequestFormats implements JsonFormatValidator {

  @Override
  public String validateFormat(String instanceType, String format, Object instance) {
    return format == null || fits(format, instance) ? null : "not of the format " + format;
  }

  private static boolean fits(String format, Object instance) {
    return switch (format) {
      case "uuid" -> !(instance instanceof String text) || PythonUuid.isCanonical(text);
      case "connection-expiry" -> !(instance instanceof String text) || isExpiry(text);
      case "no-null-characters" -> !NullCharacters.in(instance);
      case "storable" -> !NullCharacters.in(instance) && !LongKeys.in(instance);
      default -> throw new IllegalStateException("Unknown format " + format);
    };
  }

  private static boolean isExpiry(String text) {
    return ConnectionExpiry.isValid(text) && !NullCharacters.in(text);
  }
}
