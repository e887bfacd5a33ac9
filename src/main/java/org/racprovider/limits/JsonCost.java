package org.racprovider.limits;

import io.vertx.core.buffer.Buffer;

/**
 * What a JSON text costs, in bytes of heap, from its arrival to the end of its request. Three bytes
 * of text may become an object of 76 bytes, so each value counts besides its bytes.
 *
 * <p>The constants are measured: a decoded tree, and two copies of it on the event bus, which share
 * the strings. A create has no more at once. Numbers and strings are cheaper than the text that
 * {@link #BYTE} counts for them, or as cheap.
 */
public final class JsonCost {

  /** The text itself, its strings, the text of the event and the response. */
  private static final int BYTE = 4;

  /** Three times a map with a table of its own. */
  private static final int OBJECT = 460;

  /** A list with room for ten items, and two that fit. */
  private static final int ARRAY = 250;

  /** Three entries of a map, and their key. Equal hash codes make entries twice as large. */
  private static final int MEMBER = 240;

  /** Three places in a list or map, and a string or number. */
  private static final int ITEM = 90;

  /** PostgreSQL returns {@code 1e300} with all its digits, and {@code 1e-300} with its zeros. */
  private static final int EXPONENT = 330 * BYTE;

  private JsonCost() {}

  /** The cost of a text, which may be malformed. Allocates nothing. */
  public static long of(Buffer text) {
    return (long) BYTE * text.length() + ofValues(text);
  }

  /** The length of a single string that has this cost. */
  public static long lengthOf(long cost) {
    return cost / BYTE;
  }

  /** The bytes between a backslash and the end of an escape are no quotation marks. */
  private static long ofValues(Buffer text) {
    long cost = 0;
    boolean inString = false;
    byte last = 0;
    for (int i = 0; i < text.length(); i++) {
      byte character = text.getByte(i);
      if (character == '"') {
        inString = !inString;
      } else if (!inString) {
        cost += isExponent(last, character) ? EXPONENT : ofSeparator(character);
      } else if (character == '\\') {
        i++;
      }
      last = character;
    }
    return cost;
  }

  private static boolean isExponent(byte last, byte character) {
    return (character == 'e' || character == 'E') && last >= '0' && last <= '9';
  }

  private static int ofSeparator(byte character) {
    return switch (character) {
      case '{' -> OBJECT;
      case '[' -> ARRAY;
      case ':' -> MEMBER;
      case ',' -> ITEM;
      default -> 0;
    };
  }
}
