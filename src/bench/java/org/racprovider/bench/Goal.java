package org.racprovider.bench;

/**
 * A limit that a measured number must meet.
 *
 * @param measured NaN if not measured
 */
record Goal(String description, String operator, double limit, double measured) {

  static Goal atLeast(String description, double limit, double measured) {
    return new Goal(description, "≥", limit, measured);
  }

  static Goal atMost(String description, double limit, double measured) {
    return new Goal(description, "≤", limit, measured);
  }

  String verdict() {
    if (Double.isNaN(measured)) {
      return "not measured";
    }
    boolean met = operator.equals("≥") ? measured >= limit : measured <= limit;
    return met ? "met" : "missed";
  }
}
