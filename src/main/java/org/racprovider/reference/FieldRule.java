package org.racprovider.reference;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What values a field takes. */
@FunctionalInterface
interface FieldRule {

  /**
   * The value in the form that the database gets.
   *
   * @throws Refused with the reason
   */
  Object check(Object value);

  /** Why a value is refused, and where inside it. */
  final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String inside;

    Refused(String inside, String reason) {
      super(reason, null, false, false);
      this.inside = inside;
    }

    /** Empty for the value itself, or such as {@code [2]}. */
    String inside() {
      return inside;
    }
  }

  static Object anyText(Object value) {
    return requireNoNul(require(value instanceof String, value, "must be a text"));
  }

  static Object text(Object value) {
    anyText(value);
    return require(!value.toString().isBlank(), value, "must not be blank");
  }

  static Object bool(Object value) {
    return require(value instanceof Boolean, value, "must be true or false");
  }

  /** A primary key of a provider: 1 to 2³¹ - 1. */
  static Object pk(Object value) {
    return require(
        value instanceof Integer pk && pk > 0,
        value,
        "must be a whole number from 1 to 2147483647");
  }

  static Object uuid(Object value) {
    try {
      UUID uuid = UUID.fromString(String.valueOf(value));
      return require(uuid.toString().equalsIgnoreCase(value.toString()), uuid.toString(), "");
    } catch (IllegalArgumentException | Refused e) {
      throw new Refused("", "must be a UUID");
    }
  }

  static Object object(Object value) {
    return requireNoNul(require(value instanceof JsonObject, value, "must be an object"));
  }

  static FieldRule oneOf(String... texts) {
    List<String> allowed = Arrays.asList(texts);
    return value ->
        require(allowed.contains(value), value, "must be one of " + String.join(", ", allowed));
  }

  static FieldRule nullable(FieldRule rule) {
    return value -> value == null ? null : rule.check(value);
  }

  /** A list of different values that each follow the rule. */
  static FieldRule listOf(FieldRule rule) {
    return value -> {
      require(value instanceof JsonArray, value, "must be a list");
      JsonArray list = (JsonArray) value;
      JsonArray checked = new JsonArray();
      Set<Object> seen = new HashSet<>();
      for (int i = 0; i < list.size(); i++) {
        String place = "[" + i + "]";
        Object item = within(place, rule, list.getValue(i));
        if (!seen.add(item)) {
          throw new Refused(place, "is there twice");
        }
        checked.add(item);
      }
      return checked;
    };
  }

  private static Object within(String place, FieldRule rule, Object value) {
    try {
      return rule.check(value);
    } catch (Refused e) {
      throw new Refused(place + e.inside(), e.getMessage());
    }
  }

  private static Object require(boolean condition, Object value, String reason) {
    if (!condition) {
      throw new Refused("", reason);
    }
    return value;
  }

  /** PostgreSQL stores no U+0000. */
  private static Object requireNoNul(Object value) {
    return require(!hasNul(value), value, "must not contain the character U+0000");
  }

  private static boolean hasNul(Object value) {
    if (value instanceof JsonObject object) {
      return object.stream().anyMatch(FieldRule::hasNul);
    }
    if (value instanceof JsonArray array) {
      return array.stream().anyMatch(FieldRule::hasNul);
    }
    if (value instanceof Map.Entry<?, ?> entry) {
      return hasNul(entry.getKey()) || hasNul(entry.getValue());
    }
    return value instanceof String text && text.indexOf('\0') >= 0;
  }
}
