package org.racprovider.json;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;

/** The texts inside of a JSON value, at any depth. */
final class JsonTexts {

  private JsonTexts() {}

  /** Whether the value is such a text, or has one inside of it, or has such a key. */
  static boolean any(Object value, Predicate<String> text, Predicate<String> key) {
    Deque<Object> left = new ArrayDeque<>();
    for (Object next = value; next != null; next = left.poll()) {
      if (next instanceof String string && text.test(string)) {
        return true;
      } else if (next instanceof JsonObject object) {
        if (object.fieldNames().stream().anyMatch(key)) {
          return true;
        }
        object.forEach(member -> push(member.getValue(), left));
      } else if (next instanceof JsonArray array) {
        array.forEach(item -> push(item, left));
      }
    }
    return false;
  }

  private static void push(Object value, Deque<Object> left) {
    if (value instanceof String || value instanceof JsonObject || value instanceof JsonArray) {
      left.push(value);
    }
  }
}
