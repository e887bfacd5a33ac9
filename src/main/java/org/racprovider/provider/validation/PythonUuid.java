package org.racprovider.provider.validation;

import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;

/** The texts that Python's {@code UUID} takes for a UUID (contract 2.4). */
public final class PythonUuid {

  private static final int HEX_DIGITS = 32;
  private static final String CANONICAL = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

  private PythonUuid() {}

  /** The UUID in lower case with its four dashes; null when the text is none. */
  static String canonical(String text) {
    if (isCanonical(text)) {
      return text;
    }
    String hex = withoutBraces(text.replace("urn:", "").replace("uuid:", "")).replace("-", "");
    return hex.length() == HEX_DIGITS && hex.chars().allMatch(PythonUuid::isHex)
        ? dashed(hex)
        : null;
  }

  /** Whether the text is a UUID in exactly the form that {@link #canonical} gives. */
  public static boolean isCanonical(String text) {
    if (text.length() != CANONICAL.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean fits = CANONICAL.charAt(i) == '-' ? c == '-' : isHex(c) && !(c >= 'A' && c <= 'F');
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  /** The items before the first that is not a text of canonical form. */
  static JsonArray leading(JsonArray items) {
    List<Object> leading = new ArrayList<>();
    for (Object item : items) {
      if (!(item instanceof String text) || !isCanonical(text)) {
        break;
      }
      leading.add(item);
    }
    return new JsonArray(leading);
  }

  private static boolean isHex(int c) {
    return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
  }

  private static String withoutBraces(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isBrace(text.charAt(start))) {
      start++;
    }
    while (end > start && isBrace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isBrace(char c) {
    return c == '{' || c == '}';
  }

  private static String dashed(String hex) {
    StringBuilder text = new StringBuilder(CANONICAL);
    int next = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '-') {
        text.setCharAt(i, Character.toLowerCase(hex.charAt(next++)));
      }
    }
    return text.toString();
  }
}
