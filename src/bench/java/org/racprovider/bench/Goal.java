package org.racprovider.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.stream.Stream;

/**
 * A goal, and what was measured.
 *
 * @param met absent where it was not measured
 */
record Goal(String what, String wanted, String measured, Optional<Boolean> met) {

  private static final double CONTAINER_MEBIBYTES = 256;

  static List<Goal> all(Results results, int javaVersion) {
    return Stream.of(creating(results), resources(results, javaVersion))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Goal> creating(Results results) {
    Comparison many = results.manyClients();
    Comparison one = results.oneClient();
    Rounds server = many.server();
    double alone = one.server().p50Millis() - one.oneStatement().p50Millis();
    return List.of(
        of(
            "creates a second at 64 connections / pgbench",
            "≥ 2.0",
            "%.2f",
            many.ratio(),
            v -> v >= 2),
        of("a lone request, more than pgbench's (ms)", "≤ 1.0", "%.2f", alone, v -> v <= 1),
        errorsAtMost(results),
        of(
            "p99 / p50 at 64 connections",
            "≤ 4.0",
            "%.2f",
            server.p99Millis() / server.p50Millis(),
            v -> v <= 4));
  }

  private static List<Goal> resources(Results results, int javaVersion) {
    double wanted = javaVersion >= 25 ? 0.8 : 1.5;
    return List.of(
        of(
            "server's memory at most (MiB)",
            "≤ 256",
            "%.0f",
            results.peakMebibytes(),
            v -> v <= CONTAINER_MEBIBYTES),
        manyStored(results),
        of(
            "process start to first 201 on Java %d (s)".formatted(javaVersion),
            "≤ " + wanted,
            "%.2f",
            Median.of(results.startSeconds()),
            v -> v <= wanted));
  }

  private static Goal errorsAtMost(Results results) {
    String what = "errors at %d connections".formatted(Plan.MOST_CONNECTIONS);
    return results
        .at(Plan.MOST_CONNECTIONS)
        .map(point -> of(what, "0", "%.0f", point.load().errors(), v -> v == 0))
        .orElseGet(() -> notMeasured(what, "0"));
  }

  private static Goal manyStored(Results results) {
    String what = "throughput with 1,000,000 stored / with none";
    return results
        .manyStored()
        .map(many -> of(what, "≥ 0.80", "%.2f", many.ratio(), v -> v >= 0.8))
        .orElseGet(() -> notMeasured(what, "≥ 0.80"));
  }

  static Goal of(String what, String wanted, String format, double measured, DoublePredicate met) {
    return new Goal(
        what,
        wanted,
        String.format(Locale.ROOT, format, measured),
        Optional.of(met.test(measured)));
  }

  private static Goal notMeasured(String what, String wanted) {
    return new Goal(what, wanted, "–", Optional.empty());
  }

  String verdict() {
    return met.map(yes -> yes ? "met" : "missed").orElse("not measured");
  }
}
