package org.racprovider.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.io.FileUtils;

/**
 * Runs the scripts of {@code src/bench/pgbench} with the program {@code pgbench}.
 *
 * @param variables of the scripts
 */
record Pgbench(String url, Map<String, String> variables) {

  private static final int THREADS = 2;
  private static final Pattern TRANSACTIONS = Pattern.compile("actually processed: (\\d+)");
  private static final Pattern RATE = Pattern.compile("tps = ([\\d.]+) \\(without initial");

  // A log line for every transaction would slow pgbench down.
  private static final double SAMPLING_RATE = 0.1;

  /** Runs the script once. */
  void once(String script, String... options) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("-t1", "-c1"));
    all.addAll(List.of(options));
    run(script, all);
  }

  LoadResult run(String script, int clients, int seconds) throws IOException, InterruptedException {
    Path log = Files.createTempDirectory("pgbench");
    try {
      List<String> options =
          List.of(
              "-T" + seconds,
              "-c" + clients,
              "-j" + Math.min(THREADS, clients),
              "--log",
              "--log-prefix=" + log.resolve("log"),
              "--sampling-rate=" + (clients == 1 ? 1 : SAMPLING_RATE));
      String output = run(script, options);
      long transactions = (long) number(TRANSACTIONS, output);
      // Without any transaction, pgbench prints no rate.
      double perSecond = transactions == 0 ? 0 : number(RATE, output);
      return latencies(log).result(transactions, perSecond, 0, 0);
    } finally {
      FileUtils.deleteDirectory(log.toFile());
    }
  }

  private String run(String script, List<String> options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("pgbench", "-n", "-M", "prepared"));
    command.addAll(options);
    variables.forEach((name, value) -> command.addAll(List.of("-D", name + "=" + value)));
    command.addAll(List.of("-f", "src/bench/pgbench/" + script, url));
    return ExternalProgram.run(command);
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
