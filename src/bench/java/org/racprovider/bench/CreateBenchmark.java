package org.racprovider.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.racprovider.support.ServerProcess;

/** Compares the packaged server with PostgreSQL alone, and also measures reads and starts. */
final class CreateBenchmark {

  private static final int CONNECTIONS = 64;
  private static final int MAX_CONNECTIONS = 512;
  private static final int CLIENTS = 32;
  private static final int TRAINING_SECONDS = 10;
  private static final int PAGE_SIZE = 20;
  private static final int MAX_SEARCHED_NUMBER = 999_999;
  private static final int FIRST_JAVA_WITH_AOT_CACHE = 25;
  private static final String AOT_JAVA_OPTIONS = "@src/main/docker/java-25.options";

  private final BenchmarkPlan plan;
  private final BenchmarkDatabase database;
  private final LoadTest test;
  private final List<Measurement> measurements = new ArrayList<>();

  private CreateBenchmark(BenchmarkPlan plan, BenchmarkDatabase database, LoadTest test) {
    this.plan = plan;
    this.database = database;
    this.test = test;
  }

  static BenchmarkReport run(BenchmarkOptions options, BenchmarkDatabase database)
      throws IOException, InterruptedException {
    List<String> jvmOptions = prepare(options, database);
    ServerFactory factory = new ServerFactory(options, database, jvmOptions);
    double limit = jvmOptions.isEmpty() ? 1.5 : 0.8;
    Goal start = Goal.atMost("process start to first 201 (s)", limit, measureStarts(factory));
    try (LoadTest test = LoadTest.start(factory, Map.of())) {
      test.warmUp(options.plan().warmUpSeconds());
      return new CreateBenchmark(options.plan(), database, test).run(start);
    }
  }

  /**
   * Starts a server, which creates the schema. From Java 25 on, this start also trains an AOT
   * cache, as the container image has one.
   *
   * @return the options of the JVM for the measurements
   */
  private static List<String> prepare(BenchmarkOptions options, BenchmarkDatabase database)
      throws IOException, InterruptedException {
    Path cache = options.folder().resolve("server.aot");
    Files.deleteIfExists(cache);
    String version = ExternalProgram.run(List.of(options.java, "-version"));
    String feature = version.replaceAll("(?s).*version \"(\\d+).*", "$1");
    boolean possible = Integer.parseInt(feature) >= FIRST_JAVA_WITH_AOT_CACHE;
    List<String> training =
        possible ? List.of(AOT_JAVA_OPTIONS, "-XX:AOTCacheOutput=" + cache) : List.of();
    ServerFactory factory = new ServerFactory(options, database, training);
    try (LoadTest test = LoadTest.start(factory, Map.of())) {
      test.warmUp(possible ? TRAINING_SECONDS : 1);
      test.terminateServer();
    }
    if (possible && Files.notExists(cache)) {
      throw new IllegalStateException("The JVM has not written " + cache);
    }
    return possible ? List.of(AOT_JAVA_OPTIONS, "-XX:AOTCache=" + cache) : List.of();
  }

  /** Returns the median of the seconds from the start of the process to the first 201. */
  private static double measureStarts(ServerFactory factory)
      throws IOException, InterruptedException {
    factory.database().deleteProviders();
    BenchmarkRequest request = BenchmarkRequest.of(factory.database());
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < factory.options().plan().starts(); i++) {
      try (ServerProcess server = factory.create(Map.of())) {
        long before = System.nanoTime();
        server.launch();
        request.sendUntilCreated(server);
        seconds.add((System.nanoTime() - before) / 1e9);
      }
    }
    System.out.println("starts (s): " + seconds);
    return Measurement.median(seconds.stream().mapToDouble(s -> s));
  }

  private BenchmarkReport run(Goal start) throws IOException, InterruptedException {
    Comparison many = compare("many clients", CONNECTIONS, CLIENTS, plan.seconds());
    Comparison one = compare("one client", 1, 1, plan.shortSeconds());
    double errors = measureByConnections();
    measureReads();
    double storedRatio = measureManyStored();
    double p50 = many.server().median(LoadResult::p50Millis);
    double p99 = many.server().median(LoadResult::p99Millis);
    List<Goal> goals =
        List.of(
            Goal.atLeast("creates per second at 64 connections / pgbench", 2, many.ratio()),
            Goal.atMost("p50 of a lone request, more than pgbench's (ms)", 1, one.moreMillis()),
            Goal.atMost("errors at 512 connections", 0, errors),
            Goal.atMost("p99 / p50 at 64 connections", 4, p99 / p50),
            Goal.atMost("peak memory of the server (MiB)", 256, test.serverUsage().peakMebibytes()),
            Goal.atLeast("throughput with 1,000,000 stored / with none", 0.8, storedRatio),
            start);
    String summary = "Server / pgbench with one statement: **%.2f**".formatted(many.ratio());
    return new BenchmarkReport("report", summary, goals, measurements);
  }

  private Comparison compare(String section, int connections, int clients, int seconds)
      throws IOException, InterruptedException {
    String name = "pgbench, %s, clients: " + clients;
    Measurement server = measurement(section, "server, connections: " + connections);
    Measurement oneStatement = measurement(section, name.formatted("one statement"));
    Measurement steps = measurement(section, name.formatted("steps"));
    for (int round = 0; round < plan.rounds(); round++) {
      oneStatement.add(test.pgbench("create.sql", clients, seconds));
      server.add(createOnEmptyTables(connections, seconds));
      steps.add(test.pgbench("create-steps.sql", clients, seconds));
    }
    return new Comparison(server, oneStatement);
  }

  /** Returns the errors with 512 connections; NaN if not measured. */
  private double measureByConnections() throws IOException, InterruptedException {
    double errors = Double.NaN;
    for (int connections : plan.connections()) {
      LoadResult result = createOnEmptyTables(connections, plan.shortSeconds());
      measurement("by connections", "connections: " + connections).add(result);
      errors = connections == MAX_CONNECTIONS ? result.errors() : errors;
    }
    return errors;
  }

  private LoadResult createOnEmptyTables(int connections, int seconds)
      throws IOException, InterruptedException {
    database.deleteProviders();
    return test.create(connections, seconds);
  }

  // The numbers of stored providers start at 1 and have hardly any gaps.
  private void measureReads() throws IOException, InterruptedException {
    test.storeProviders(plan.stored());
    String page = "?page_size=" + PAGE_SIZE;
    measureRead("retrieve one", "{random}/", plan.stored());
    measureRead("list, first page", page, 0);
    measureRead("list, any page", page + "&page={random}", plan.stored() / PAGE_SIZE);
    measureRead("search", page + "&search={random}", MAX_SEARCHED_NUMBER);
  }

  private void measureRead(String name, String path, int maxRandom)
      throws IOException, InterruptedException {
    measurement("reads, stored: " + plan.stored(), name)
        .add(test.read(CONNECTIONS, plan.shortSeconds(), path, maxRandom));
  }

  /** Returns the throughput with many providers stored / with none; NaN if not measured. */
  private double measureManyStored() throws IOException, InterruptedException {
    if (plan.manyStored() == 0) {
      return Double.NaN;
    }
    test.storeProviders(plan.manyStored());
    // After the reads, the JVM needs a moment to be fast at creates again.
    test.warmUp(plan.shortSeconds());
    Measurement many = measurement("many stored", "stored: " + plan.manyStored());
    Measurement none = measurement("many stored", "stored: none");
    for (int round = 0; round < plan.rounds(); round++) {
      database.checkpoint();
      many.add(test.create(CONNECTIONS, plan.seconds()));
    }
    for (int round = 0; round < plan.rounds(); round++) {
      none.add(createOnEmptyTables(CONNECTIONS, plan.seconds()));
    }
    return new Comparison(many, none).ratio();
  }

  private Measurement measurement(String section, String name) {
    Measurement measurement = new Measurement(section, name);
    measurements.add(measurement);
    return measurement;
  }

  /** Compares the server with pgbench, or with itself on empty tables. */
  private record Comparison(Measurement server, Measurement other) {

    double ratio() {
      return server.median(LoadResult::perSecond) / other.median(LoadResult::perSecond);
    }

    double moreMillis() {
      return server.median(LoadResult::p50Millis) - other.median(LoadResult::p50Millis);
    }
  }
}
