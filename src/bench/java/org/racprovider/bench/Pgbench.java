package org.racprovider.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.io.FileUtils;

/** Creates providers with the program {@code pgbench}, in a database with a lean schema. */
record Pgbench(BenchmarkDatabase database) {

  /** How the statement is sent: prepared once for each connection, or parsed each time. */
  enum Mode {
    SIMPLE,
    PREPARED;

    /** As pgbench names it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int THREADS = 2;
  private static final Pattern TRANSACTIONS = Pattern.compile("actually processed: (\\d+)");
  private static final Pattern RATE = Pattern.compile("tps = ([\\d.]+) \\(without initial");

  // A log line for every transaction would slow pgbench down.
  private static final double SAMPLING_RATE = 0.1;

  static Pgbench onLeanSchema(BenchmarkDatabase empty) throws IOException {
    empty.run("pgbench/lean-schema.sql");
    return new Pgbench(empty);
  }

  long countProviders() {
    return database.number("SELECT count(*) FROM rac_provider");
  }

  /** Creates with this number of clients. */
  LoadResult run(Mode mode, int clients, int seconds) throws IOException, InterruptedException {
    double cpu = database.cpuSeconds();
    Path log = Files.createTempDirectory("pgbench");
    try {
      String output =
          ExternalProgram.run(
              List.of(
                  "pgbench",
                  "-n",
                  "-M" + mode,
                  "-T" + seconds,
                  "-c" + clients,
                  "-j" + Math.min(THREADS, clients),
                  "--log",
                  "--log-prefix=" + log.resolve("log"),
                  "--sampling-rate=" + (clients == 1 ? 1 : SAMPLING_RATE),
                  "-f",
                  "src/bench/pgbench/lean-create.sql",
                  database.url()));
      long transactions = (long) number(TRANSACTIONS, output);
      // Without any transaction, pgbench prints no rate.
      double perSecond = transactions == 0 ? 0 : number(RATE, output);
      return latencies(log)
          .result(transactions, perSecond, 0, 0)
          .withCpu(Double.NaN, database.cpuSeconds() - cpu);
    } finally {
      FileUtils.deleteDirectory(log.toFile());
    }
  }

  private static double number(Pattern pattern, String output) {
    Matcher matcher = pattern.matcher(output);
    if (!matcher.find()) {
      throw new IllegalStateException("Unexpected output of pgbench:\n" + output);
    }
    return Double.parseDouble(matcher.group(1));
  }

  private static LatencyRecorder latencies(Path folder) throws IOException, InterruptedException {
    // The third column of the log is the duration of the transaction in microseconds.
    String cut = "cut -d ' ' -f 3 '%s'/log*".formatted(folder);
    LatencyRecorder latencies = new LatencyRecorder();
    ExternalProgram.run(List.of("sh", "-c", cut))
        .lines()
        .forEach(micros -> latencies.record(Double.parseDouble(micros) / 1e3));
    return latencies;
  }
}
