package org.racprovider.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * The rounds of one measurement.
 *
 * @param section the part of the report
 * @param other what it is compared with
 */
record Measurement(
    String section, String name, Optional<Measurement> other, List<LoadResult> rounds) {

  Measurement(String section, String name) {
    this(section, name, Optional.empty(), new ArrayList<>());
  }

  /** Returns a measurement in the same section that is compared with this one. */
  Measurement compared(String newName) {
    return compared(section, newName);
  }

  /** Returns a measurement that is compared with this one. */
  Measurement compared(String newSection, String newName) {
    return new Measurement(newSection, newName, Optional.of(this), new ArrayList<>());
  }

  /** Adds a round, and prints it so that a long run can be followed. */
  void add(LoadResult round) {
    rounds.add(round);
    System.out.printf(
        Locale.ROOT,
        "%-56s %8.0f/s  p50 %8.2f ms  p99 %8.2f ms  %d errors%n",
        section + ": " + name,
        round.perSecond(),
        round.p50Millis(),
        round.p99Millis(),
        round.errors());
  }

  /** The sum of all rounds. */
  long errors() {
    return rounds.stream().mapToLong(LoadResult::errors).sum();
  }

  /** The throughput, as a multiple of what it is compared with; NaN if it is not compared. */
  double ratio() {
    return other
        .map(each -> median(LoadResult::perSecond) / each.median(LoadResult::perSecond))
        .orElse(Double.NaN);
  }

  /** The median of the rounds. */
  double median(ToDoubleFunction<LoadResult> value) {
    return median(rounds.stream().mapToDouble(value));
  }

  /** The middle value, or the mean of the two middle values; NaN if there are no values. */
  static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    return sorted.length == 0
        ? Double.NaN
        : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
