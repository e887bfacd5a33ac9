package org.racprovider.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** Runs the benchmark that the options select. Start it in the project's folder, on Linux. */
public final class Benchmark {

  private Benchmark() {}

  /** Runs the benchmark. If it cannot be run, the process ends with exit code 1. */
  public static void main(String[] args) throws Exception {
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
    try {
      run(BenchmarkOptions.parse(args));
    } catch (IllegalStateException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  /**
   * Measures, prints the goals and writes the report.
   *
   * @throws IllegalStateException with a message for the user if the benchmark cannot be run
   */
  static BenchmarkReport run(BenchmarkOptions options) throws Exception {
    String script = "src/bench/sh/describe-machine";
    String jvmOptions = String.join(" ", options.jvmOptions);
    String machine = ExternalProgram.run(List.of(script, options.java, jvmOptions));
    Files.createDirectories(options.folder());
    Files.deleteIfExists(options.serverLog());
    try (BenchmarkPostgres postgres = BenchmarkPostgres.of(options);
        BenchmarkDatabase database = new BenchmarkDatabase(postgres)) {
      BenchmarkReport report =
          options.overload
              ? OverloadBenchmark.run(options, database)
              : measureServer(options, postgres).plus(OverloadBenchmark.run(options, database));
      String run = machine + database.run("sql/describe-database.sql").get(0);
      report.write(options.folder(), options.overload ? "overload" : "report", run);
      return report;
    }
  }

  private static BenchmarkReport measureServer(BenchmarkOptions options, BenchmarkPostgres postgres)
      throws IOException, InterruptedException {
    BenchmarkPlan plan = options.plan();
    try (BenchmarkDatabase database = new BenchmarkDatabase(postgres)) {
      StartBenchmark starts = StartBenchmark.run(options, database);
      try (LoadTest test = LoadTest.start(starts.factory(), Map.of())) {
        CreateBenchmark creates = measureCreates(plan, test, postgres);
        BenchmarkReport reads = ReadBenchmark.run(plan, test, creates.warm());
        Goal memory = Goal.atMost("peak memory of the server (MiB)", 256, test.peakMebibytes());
        BenchmarkReport others = new BenchmarkReport("", List.of(memory, starts.goal()), List.of());
        return creates.report().plus(reads).plus(others);
      }
    }
  }

  /** Drops the other contestant's tables, whose vacuum would disturb the reads. */
  private static CreateBenchmark measureCreates(
      BenchmarkPlan plan, LoadTest test, BenchmarkPostgres postgres)
      throws IOException, InterruptedException {
    try (BenchmarkDatabase lean = new BenchmarkDatabase(postgres)) {
      return CreateBenchmark.run(plan, test, Pgbench.onLeanSchema(lean));
    }
  }
}
