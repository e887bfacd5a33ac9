package org.racprovider.bench;

import java.util.List;
import java.util.stream.Stream;

/** What is wanted of an overloaded server. */
final class OverloadGoals {

  static final double SLOWDOWN = 3;
  static final double REFUSAL_MILLIS = 100;

  private static final double GOODPUT = 0.8;

  private OverloadGoals() {}

  static List<Goal> all(OverloadResults results) {
    Offered most = results.most();
    double goodput = most.acceptedPerSecond() / results.capacity();
    return List.of(
        Goal.of(
            "p99 of accepted at 5 × the capacity / unloaded",
            "≤ 3.0",
            "%.2f",
            results.slowdown(most),
            v -> v <= SLOWDOWN),
        Goal.of(
            "p99 of refused at 5 × the capacity (ms)",
            "≤ 100",
            "%.1f",
            most.refusedP99(),
            v -> v <= REFUSAL_MILLIS),
        Goal.of(
            "accepted a second at 5 × the capacity / capacity",
            "≥ 0.80",
            "%.2f",
            goodput,
            v -> v >= GOODPUT),
        Goal.of(
            "answers that are neither 201 nor 503 with Retry-After",
            "0",
            "%.0f",
            loads(results).mapToLong(Offered::wrong).sum(),
            v -> v == 0),
        Goal.of(
            "refused when the overload is over (a second)",
            "0",
            "%.0f",
            results.afterwards().refusedPerSecond(),
            v -> v == 0));
  }

  private static Stream<Offered> loads(OverloadResults results) {
    return Stream.concat(results.offered().stream(), Stream.of(results.afterwards()));
  }
}
