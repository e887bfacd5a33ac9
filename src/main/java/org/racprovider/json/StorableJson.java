package org.racprovider.json;

import com.fasterxml.jackson.core.StreamReadConstraints;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.Predicate;

/** Finds the strings of a JSON value, at any depth, that cannot be stored and read again. */
public final class StorableJson {

  /** Vert.x does not decode longer keys, from the database or from another node. */
  public static final int MAX_KEY_LENGTH = StreamReadConstraints.DEFAULT_MAX_NAME_LEN;

  private StorableJson() {}

  /**
   * Whether the value can be stored and read again: no string and no key contains U+0000, and no
   * key has more than {@link #MAX_KEY_LENGTH} characters.
   */
  public static boolean isStorable(Object value) {
    return !hasString(
        value,
        StorableJson::containsNull,
        key -> containsNull(key) || key.length() > MAX_KEY_LENGTH);
  }

  /** Whether a string or a key contains U+0000, which PostgreSQL cannot store. */
  public static boolean hasNullCharacter(Object value) {
    return value instanceof String string
        ? containsNull(string)
        : hasString(value, StorableJson::containsNull, StorableJson::containsNull);
  }

  private static boolean containsNull(String string) {
    return string.indexOf('\0') >= 0;
  }

  // A loop instead of recursion, because a deeply nested body would overflow the stack.
  private static boolean hasString(Object value, Predicate<String> string, Predicate<String> key) {
    Deque<Object> remaining = new ArrayDeque<>();
    for (Object next = value; next != null; next = remaining.poll()) {
      if (next instanceof String leaf && string.test(leaf)) {
        return true;
      } else if (next instanceof JsonObject object) {
        for (Map.Entry<String, Object> member : object) {
          if (key.test(member.getKey())) {
            return true;
          }
          push(member.getValue(), remaining);
        }
      } else if (next instanceof JsonArray array) {
        array.forEach(item -> push(item, remaining));
      }
    }
    return false;
  }

  private static void push(Object value, Deque<Object> remaining) {
    if (value instanceof String || value instanceof JsonObject || value instanceof JsonArray) {
      remaining.push(value);
    }
  }
}
