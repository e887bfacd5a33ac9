package org.racprovider.reference;

import io.vertx.core.json.JsonObject;
import java.util.function.Supplier;

/**
 * A field of a row.
 *
 * @param otherwise what stands for an absent field; {@code null} when it must be there
 */
record RowField(String name, FieldRule rule, Supplier<Object> otherwise) {

  static RowField required(String name, FieldRule rule) {
    return new RowField(name, rule, null);
  }

  static RowField optional(String name, FieldRule rule, Supplier<Object> otherwise) {
    return new RowField(name, rule, otherwise);
  }

  /**
   * This field's value in a row.
   *
   * @throws FieldRule.Refused with the reason
   */
  Object read(JsonObject row) {
    if (row.containsKey(name)) {
      return rule.check(row.getValue(name));
    }
    if (otherwise == null) {
      throw new FieldRule.Refused("", "is missing");
    }
    return otherwise.get();
  }
}
