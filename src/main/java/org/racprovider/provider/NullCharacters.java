package org.racprovider.provider;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/** Finds U+0000, which PostgreSQL cannot store. */
final class NullCharacters {

  private NullCharacters() {}

  /** Whether there is one in a text, or in any key or text inside an object or array. */
  static boolean in(Object value) {
    Deque<Object> left = new ArrayDeque<>();
    for (Object next = value; next != null; next = left.poll()) {
      if (next instanceof String text && text.indexOf('\0') >= 0) {
        return true;
      } else if (next instanceof JsonObject object) {
        object.forEach(member -> pushMember(member, left));
      } else if (next instanceof JsonArray array) {
        array.forEach(item -> push(item, left));
      }
    }
    return false;
  }

  private static void pushMember(Map.Entry<String, Object> member, Deque<Object> left) {
    left.push(member.getKey());
    push(member.getValue(), left);
  }

  private static void push(Object value, Deque<Object> left) {
    if (value instanceof String || value instanceof JsonObject || value instanceof JsonArray) {
      left.push(value);
    }
  }
}
