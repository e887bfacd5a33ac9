package org.racprovider.provider.validation;

import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Reads the notations of a UUID that Python's {@code UUID} reads (contract 2.4). */
public final class PythonUuid {

  private static final int HEX_DIGITS = 32;
  private static final String CANONICAL = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

  private PythonUuid() {}

  /** The UUID that a value denotes; null if it denotes none. */
  public static UUID parse(Object value) {
    if (value instanceof String string) {
      return isHyphenated(string, true) ? UUID.fromString(string) : parseNotation(string);
    }
    return value instanceof UUID uuid ? uuid : null;
  }

  /**
   * Converts a string that denotes a UUID to canonical notation; returns other values unchanged.
   */
  static Object canonical(Object value) {
    if (!(value instanceof String string) || isCanonical(string)) {
      return value;
    }
    UUID uuid = parse(string);
    return uuid == null ? value : uuid.toString();
  }

  /** The items in canonical notation, without duplicate UUIDs. */
  static JsonArray distinct(JsonArray items) {
    Set<Object> seen = new HashSet<>();
    List<Object> distinct = new ArrayList<>(items.size());
    for (Object item : items) {
      Object value = canonical(item);
      if (!isUuid(value) || seen.add(value)) {
        distinct.add(value);
      }
    }
    return new JsonArray(distinct);
  }

  private static boolean isUuid(Object canonical) {
    return canonical instanceof UUID || canonical instanceof String string && isCanonical(string);
  }

  /** Whether the string is the canonical notation: lower case with four hyphens. */
  static boolean isCanonical(String string) {
    return isHyphenated(string, false);
  }

  /** The items before the first one that is not a UUID. */
  static JsonArray leading(JsonArray items) {
    List<Object> leading = new ArrayList<>(items.size());
    for (Object item : items) {
      if (parse(item) == null) {
        break;
      }
      leading.add(item);
    }
    return new JsonArray(leading);
  }

  private static boolean isHyphenated(String string, boolean allowUpperCase) {
    if (string.length() != CANONICAL.length()) {
      return false;
    }
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      boolean upperCase = c >= 'A' && c <= 'F';
      if (CANONICAL.charAt(i) == '-' ? c != '-' : !isHex(c) || upperCase && !allowUpperCase) {
        return false;
      }
    }
    return true;
  }

  private static UUID parseNotation(String string) {
    String hex = withoutBraces(string.replace("urn:", "").replace("uuid:", "")).replace("-", "");
    if (hex.length() != HEX_DIGITS || !hex.chars().allMatch(PythonUuid::isHex)) {
      return null;
    }
    int half = HEX_DIGITS / 2;
    return new UUID(
        Long.parseUnsignedLong(hex, 0, half, 16),
        Long.parseUnsignedLong(hex, half, HEX_DIGITS, 16));
  }

  private static boolean isHex(int c) {
    return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
  }

  private static String withoutBraces(String string) {
    int start = 0;
    int end = string.length();
    while (start < end && isBrace(string.charAt(start))) {
      start++;
    }
    while (end > start && isBrace(string.charAt(end - 1))) {
      end--;
    }
    return string.substring(start, end);
  }

  private static boolean isBrace(char c) {
    return c == '{' || c == '}';
  }
}
