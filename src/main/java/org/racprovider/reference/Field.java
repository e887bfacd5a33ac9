package org.racprovider.reference;

import io.vertx.core.json.JsonObject;
import java.util.function.Supplier;

/**
 * A field of a row.
 *
 * @param otherwise what stands for an absent field; {@code null} when it must be there
 */
record Field(String name, Rule rule, Supplier<Object> otherwise) {

  static Field required(String name, Rule rule) {
    return new Field(name, rule, null);
  }

  static Field optional(String name, Rule rule, Supplier<Object> otherwise) {
    return new Field(name, rule, otherwise);
  }

  /**
   * This field's value in a row.
   *
   * @throws Rule.Refused with the reason
   */
  Object read(JsonObject row) {
    if (row.containsKey(name)) {
      return rule.check(row.getValue(name));
    }
    if (otherwise == null) {
      throw new Rule.Refused("", "is missing");
    }
    return otherwise.get();
  }
}
