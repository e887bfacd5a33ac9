package org.racprovider.json;

/** Finds U+0000, which PostgreSQL cannot store. */
public final class NullCharacters {

  private NullCharacters() {}

  /** Whether there is one in a text, or in any key or text inside an object or array. */
  public static boolean in(Object value) {
    return JsonTexts.any(value, NullCharacters::inText, NullCharacters::inText);
  }

  private static boolean inText(String text) {
    return text.indexOf('\0') >= 0;
  }
}
