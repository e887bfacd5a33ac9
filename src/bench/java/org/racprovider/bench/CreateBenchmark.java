package org.racprovider.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.racprovider.bench.Pgbench.Mode;

/**
 * Creates providers through the server, and with pgbench on a lean schema, in turn. The tables are
 * never emptied.
 */
final class CreateBenchmark {

  private static final int CONNECTIONS = 64;
  private static final int CLIENTS = 32;
  private static final int COLD_PARTS = 3;

  private final BenchmarkPlan plan;
  private final LoadTest test;
  private final Pgbench pgbench;
  private final List<Measurement> measurements = new ArrayList<>();
  private final List<Point> points = new ArrayList<>();
  private Measurement whileListing;
  private String summary;

  /** The contestants with this number of connections. */
  private record Point(int connections, Measurement server, Map<Mode, Measurement> pgbench) {

    double perSecond() {
      return server.median(LoadResult::perSecond);
    }

    double perSecond(Mode mode) {
      return pgbench.get(mode).median(LoadResult::perSecond);
    }

    double p99() {
      return server.median(LoadResult::p99Millis);
    }

    double slowdown() {
      return p99() / server.median(LoadResult::p50Millis);
    }
  }

  private CreateBenchmark(BenchmarkPlan plan, LoadTest test, Pgbench pgbench) {
    this.plan = plan;
    this.test = test;
    this.pgbench = pgbench;
  }

  /** Measures a server that has just started. */
  static CreateBenchmark run(BenchmarkPlan plan, LoadTest test, Pgbench pgbench)
      throws IOException, InterruptedException {
    CreateBenchmark benchmark = new CreateBenchmark(plan, test, pgbench);
    benchmark.measureCold();
    benchmark.fill();
    String before = benchmark.stored();
    benchmark.measureWarm();
    benchmark.summary =
        "Stored when the rounds of the warm server began: %s; when they ended: %s."
            .formatted(before, benchmark.stored());
    benchmark.measureWhileListing();
    return benchmark;
  }

  private void measureCold() throws IOException, InterruptedException {
    int seconds = plan.warmUpSeconds() / COLD_PARTS;
    for (int part = 0; part < COLD_PARTS; part++) {
      String name = "seconds %d to %d".formatted(part * seconds, (part + 1) * seconds);
      measurement("Creates, cold server", name).add(test.create(CONNECTIONS, seconds));
    }
  }

  private void fill() throws IOException, InterruptedException {
    while (test.countProviders() < plan.storedBefore()) {
      test.warmUp(plan.seconds());
    }
    while (pgbench.countProviders() < plan.storedBefore()) {
      pgbench.run(Mode.PREPARED, CLIENTS, plan.seconds());
    }
  }

  private String stored() {
    return "%,d providers by the server, %,d by pgbench"
        .formatted(test.countProviders(), pgbench.countProviders());
  }

  private void measureWarm() throws IOException, InterruptedException {
    for (int connections : plan.connections()) {
      points.add(addPoint(connections));
    }
    for (int round = 0; round < plan.rounds(); round++) {
      for (Point point : points) {
        point.server().add(test.create(point.connections(), plan.seconds()));
        for (Mode mode : Mode.values()) {
          LoadResult result = pgbench.run(mode, point.connections(), plan.seconds());
          point.pgbench().get(mode).add(result);
        }
      }
    }
  }

  private Point addPoint(int connections) {
    String clients = "pgbench -M %s, clients: " + connections;
    Measurement simple = new Measurement("Creates, warm server", clients.formatted(Mode.SIMPLE));
    Measurement prepared = simple.compared(clients.formatted(Mode.PREPARED));
    Measurement server = simple.compared("server, connections: " + connections);
    measurements.addAll(List.of(server, simple, prepared));
    return new Point(connections, server, Map.of(Mode.SIMPLE, simple, Mode.PREPARED, prepared));
  }

  private void measureWhileListing() throws IOException, InterruptedException {
    Measurement alone = measurement("Creates while lists are read", "creates alone");
    whileListing = alone.compared("creates with lists");
    measurements.add(whileListing);
    Measurement lists = measurement(alone.section(), "lists with creates");
    for (int round = 0; round < plan.rounds(); round++) {
      alone.add(test.create(CONNECTIONS, plan.seconds()));
      Process reading = test.startLists(CONNECTIONS, plan.seconds());
      whileListing.add(test.create(CONNECTIONS, plan.seconds()).withCpu(Double.NaN, Double.NaN));
      lists.add(Wrk.result(reading));
    }
  }

  /** The warm server with 64 connections. */
  Measurement warm() {
    return point(CONNECTIONS).server();
  }

  BenchmarkReport report() {
    return new BenchmarkReport(summary, goals(), measurements);
  }

  private List<Goal> goals() {
    double errors = points.stream().mapToLong(point -> point.server().errors()).sum();
    List<Goal> goals = new ArrayList<>();
    Stream.of(Mode.values()).map(this::goals).forEach(goals::addAll);
    goals.addAll(
        List.of(
            Goal.atMost(
                "database CPU of a create at 64 connections (µs)",
                55,
                warm().median(LoadResult::databaseCpu)),
            Goal.atMost(
                "server CPU of a create at 64 connections (µs)",
                40,
                warm().median(LoadResult::serverCpu)),
            Goal.atMost("p99 at 64 connections (ms)", 15, point(CONNECTIONS).p99()),
            Goal.atMost("p99 / p50 at 64 connections", 3, point(CONNECTIONS).slowdown()),
            Goal.atMost(
                "p99 / p50 at any number of connections",
                4,
                points.stream().mapToDouble(Point::slowdown).max().orElseThrow()),
            Goal.atMost("errors of creates", 0, errors),
            Goal.atLeast("creates while lists are read / creates alone", 0.6, whileListing.ratio()),
            Goal.atMost("errors of creates while lists are read", 0, whileListing.errors())));
    return goals;
  }

  private List<Goal> goals(Mode mode) {
    String name = "creates / pgbench -M " + mode;
    return List.of(
        Goal.atLeast(
            name + ", 64 connections / 32 clients",
            2.5,
            point(CONNECTIONS).perSecond() / point(CLIENTS).perSecond(mode)),
        Goal.atLeast(name + ", 1 connection", 0.8, lowestRatio(mode, 1, 1)),
        Goal.atLeast(name + ", 2 and 4 connections", 1, lowestRatio(mode, 2, 4)),
        Goal.atLeast(name + ", from 8 connections on", 1.5, lowestRatio(mode, 8, 512)));
  }

  private double lowestRatio(Mode mode, int minConnections, int maxConnections) {
    return points.stream()
        .filter(p -> p.connections() >= minConnections && p.connections() <= maxConnections)
        .mapToDouble(point -> point.perSecond() / point.perSecond(mode))
        .min()
        .orElse(Double.NaN);
  }

  private Point point(int connections) {
    return points.stream().filter(p -> p.connections() == connections).findFirst().orElseThrow();
  }

  private Measurement measurement(String section, String name) {
    Measurement measurement = new Measurement(section, name);
    measurements.add(measurement);
    return measurement;
  }
}
