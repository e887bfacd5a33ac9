package org.racprovider.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

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
  private record Point(int connections, Measurement server, Measurement pgbench) {

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
    benchmark.measureSimple();
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
      pgbench.run(Pgbench.PREPARED, CLIENTS, plan.seconds());
    }
  }

  private String stored() {
    return "%,d providers by the server, %,d by pgbench"
        .formatted(test.countProviders(), pgbench.countProviders());
  }

  private void measureWarm() throws IOException, InterruptedException {
    for (int connections : plan.connections()) {
      Measurement alone =
          new Measurement("Creates, warm server", "pgbench, clients: " + connections);
      Measurement server = alone.compared("server, connections: " + connections);
      points.add(new Point(connections, server, alone));
      measurements.addAll(List.of(server, alone));
    }
    for (int round = 0; round < plan.rounds(); round++) {
      for (Point point : points) {
        point.pgbench().add(pgbench.run(Pgbench.PREPARED, point.connections(), plan.seconds()));
        point.server().add(test.create(point.connections(), plan.seconds()));
      }
    }
  }

  private void measureSimple() throws IOException, InterruptedException {
    Measurement simple =
        point(CLIENTS).pgbench().compared("pgbench -M simple, clients: " + CLIENTS);
    measurements.add(simple);
    for (int round = 0; round < plan.rounds(); round++) {
      simple.add(pgbench.run("simple", CLIENTS, plan.seconds()));
    }
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
    double best = point(CLIENTS).pgbench().median(LoadResult::perSecond);
    double errors = points.stream().mapToLong(point -> point.server().errors()).sum();
    return List.of(
        Goal.atLeast(
            "creates at 64 connections / pgbench at 32 clients",
            2.5,
            warm().median(LoadResult::perSecond) / best),
        Goal.atLeast("creates / pgbench, 1 connection", 0.8, lowestRatio(1, 1)),
        Goal.atLeast("creates / pgbench, 2 and 4 connections", 1, lowestRatio(2, 4)),
        Goal.atLeast("creates / pgbench, from 8 connections on", 1.5, lowestRatio(8, 512)),
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
        Goal.atMost("errors of creates while lists are read", 0, whileListing.errors()));
  }

  private double lowestRatio(int minConnections, int maxConnections) {
    return points.stream()
        .filter(p -> p.connections() >= minConnections && p.connections() <= maxConnections)
        .mapToDouble(point -> point.server().ratio())
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
