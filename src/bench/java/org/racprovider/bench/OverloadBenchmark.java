package org.racprovider.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Sends the packaged server more creates than it can serve. Limits slow the server down, so that a
 * load generator on the same machine can send five times its capacity.
 */
final class OverloadBenchmark {

  private static final List<Double> FACTORS = List.of(0.2, 0.5, 1.0, 2.0, 3.0, 5.0);
  private static final int REQUESTS_AT_ONCE = 8;
  private static final double GROWTH = 1.1;

  // One statement of four providers runs, and four providers wait. No statement times out.
  private static final Map<String, String> LIMITS =
      Map.of(
          "RAC_HTTP_MAX_REQUESTS", Integer.toString(REQUESTS_AT_ONCE),
          "RAC_CREATE_STATEMENTS", "1",
          "RAC_CREATE_BATCH", "4",
          "RAC_DATABASE_STATEMENT_TIMEOUT", "30");

  private final BenchmarkPlan plan;
  private final LoadTest test;
  private long accepted;
  private long unknown;

  private OverloadBenchmark(BenchmarkPlan plan, LoadTest test) {
    this.plan = plan;
    this.test = test;
  }

  static BenchmarkReport run(BenchmarkOptions options, BenchmarkDatabase database)
      throws IOException, InterruptedException {
    try (LoadTest test = LoadTest.start(new ServerFactory(options, database, List.of()), LIMITS)) {
      database.run("sql/slow-down.sql");
      test.warmUp(options.plan().warmUpSeconds());
      return new OverloadBenchmark(options.plan(), test).run();
    }
  }

  private BenchmarkReport run() throws IOException, InterruptedException {
    double capacity = measureCapacity();
    List<Level> levels = new ArrayList<>();
    FACTORS.forEach(factor -> levels.add(Level.of(factor + " × capacity", factor * capacity)));
    levels.add(Level.of("afterwards", FACTORS.get(0) * capacity));
    OpenLoopGenerator generator = test.openLoopGenerator();
    long before = test.countProviders();
    for (int round = 0; round < plan.rounds(); round++) {
      for (Level level : levels) {
        measure(level, generator, before);
      }
    }
    String summary =
        "Overload: capacity %.0f creates a second, with `%s` and 20 ms more for each statement."
            .formatted(capacity, new TreeMap<>(LIMITS));
    List<Measurement> all =
        levels.stream().flatMap(l -> Stream.of(l.accepted(), l.rejected())).toList();
    return new BenchmarkReport(summary, goals(levels, capacity), all);
  }

  /** Measures until the capacity no longer grows: a cold server is slower. */
  private double measureCapacity() throws IOException, InterruptedException {
    double capacity;
    double next = 0;
    do {
      capacity = next;
      LoadResult result = test.create(REQUESTS_AT_ONCE, plan.shortSeconds());
      next = result.perSecond() * (result.requests() - result.rejected()) / result.requests();
    } while (next > GROWTH * capacity);
    return Math.max(capacity, next);
  }

  private void measure(Level level, OpenLoopGenerator generator, long before) {
    int seconds = plan.shortSeconds();
    OpenLoopGenerator.Responses responses = generator.send(level.perSecond(), seconds);
    LoadResult result = responses.accepted(seconds);
    level.accepted().add(result);
    level.rejected().add(responses.rejected(seconds));
    accepted += result.requests();
    unknown += result.failed();
    LoadTest.requireStored(accepted, test.countProviders() - before, accepted + unknown);
  }

  private static List<Goal> goals(List<Level> levels, double capacity) {
    Level highest = levels.get(levels.size() - 2);
    double p99 = highest.accepted().median(LoadResult::p99Millis);
    double slowdown = p99 / levels.get(0).accepted().median(LoadResult::p99Millis);
    double rejectedP99 = highest.rejected().median(LoadResult::p99Millis);
    double ratio = highest.accepted().median(LoadResult::perSecond) / capacity;
    long invalid = levels.stream().mapToLong(level -> level.accepted().errors()).sum();
    Measurement afterwards = levels.get(levels.size() - 1).rejected();
    double rejected = afterwards.median(LoadResult::perSecond);
    return List.of(
        Goal.atMost("p99 of accepted at 5 × the capacity / unloaded", 3, slowdown),
        Goal.atMost("p99 of rejected at 5 × the capacity (ms)", 100, rejectedP99),
        Goal.atLeast("accepted per second at 5 × the capacity / capacity", 0.8, ratio),
        Goal.atMost("responses that are neither 201 nor 503 with Retry-After", 0, invalid),
        Goal.atMost("rejected per second after the overload", 0, rejected));
  }

  /** The responses to creates at one rate. */
  private record Level(double perSecond, Measurement accepted, Measurement rejected) {

    static Level of(String name, double perSecond) {
      String offered = "%s, %d offered a second: ".formatted(name, Math.round(perSecond));
      return new Level(
          perSecond,
          new Measurement("Overload", offered + "accepted"),
          new Measurement("Overload", offered + "rejected"));
    }
  }
}
