package org.racprovider.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.racprovider.support.ServerProcess;

/**
 * Measures the time from the start of the server's process to the first 201.
 *
 * @param factory of servers that start as quickly as the measured ones
 * @param seconds of each start
 */
record StartBenchmark(ServerFactory factory, List<Double> seconds) {

  private static final int FIRST_JAVA_WITH_AOT_CACHE = 25;
  private static final String AOT_JAVA_OPTIONS = "@src/main/docker/java-25.options";

  static StartBenchmark run(BenchmarkOptions options, BenchmarkDatabase database)
      throws IOException, InterruptedException {
    ServerFactory factory = new ServerFactory(options, database, prepare(options, database));
    BenchmarkRequest request = BenchmarkRequest.of(database);
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < options.plan().starts(); i++) {
      try (ServerProcess server = factory.create(Map.of())) {
        long before = System.nanoTime();
        server.launch();
        request.sendUntilCreated(server);
        seconds.add((System.nanoTime() - before) / 1e9);
      }
    }
    System.out.println("starts (s): " + seconds);
    return new StartBenchmark(factory, seconds);
  }

  Goal goal() {
    double limit = factory.jvmOptions().isEmpty() ? 1.5 : 0.8;
    double median = Measurement.median(seconds.stream().mapToDouble(s -> s));
    return Goal.atMost("process start to first 201 (s)", limit, median);
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
      test.warmUp(options.plan().warmUpSeconds() / 3);
      test.terminateServer();
    }
    if (possible && Files.notExists(cache)) {
      throw new IllegalStateException("The JVM has not written " + cache);
    }
    return possible ? List.of(AOT_JAVA_OPTIONS, "-XX:AOTCache=" + cache) : List.of();
  }
}
