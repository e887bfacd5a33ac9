package org.racprovider.json;

import com.fasterxml.jackson.core.StreamReadConstraints;

/**
 * Finds keys that could be stored, but that Vert.x would not read again: in an answer of the
 * database, or in a message from another node.
 */
public final class LongKeys {

  public static final int LONGEST = StreamReadConstraints.DEFAULT_MAX_NAME_LEN;

  private LongKeys() {}

  /** Whether there is one in an object, or in any object inside of it. */
  public static boolean in(Object value) {
    return JsonTexts.any(value, text -> false, key -> key.length() > LONGEST);
  }
}
