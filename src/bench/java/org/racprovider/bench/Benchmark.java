package org.racprovider.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.nio.file.Files;
import java.util.List;
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
    try (BenchmarkDatabase database = BenchmarkDatabase.create(options)) {
      BenchmarkReport report =
          options.overload
              ? OverloadBenchmark.run(options, database)
              : CreateBenchmark.run(options, database);
      report.write(options.folder(), machine + database.run("describe-database.sql").get(0));
      return report;
    }
  }
}
