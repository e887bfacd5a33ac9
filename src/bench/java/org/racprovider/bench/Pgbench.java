package org.racprovider.bench;

import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** PostgreSQL under {@code pgbench}: the same rows as the server's, one provider a transaction. */
final class Pgbench {

  private static final int THREADS = 2;
  private static final Pattern DONE = Pattern.compile("actually processed: (\\d+)");
  private static final Pattern TPS = Pattern.compile("tps = ([\\d.]+) \\(without initial");

  // A line for every transaction would cost what is measured: with many clients, one in ten.
  private static final double SAMPLED = 0.1;

  // The third column of the log: microseconds that the transaction took.
  private static final int ELAPSED = 2;

  private final Map<String, String> variables;
  private final PgConnectOptions database;

  /**
   * @param variables of the scripts
   */
  Pgbench(PgConnectOptions database, Map<String, String> variables) {
    this.variables = variables;
    this.database = database;
  }

  /** One transaction, to compare what it wrote. */
  void once(Path script) throws IOException, InterruptedException {
    command(script, List.of("-t", "1", "-c", "1")).output();
  }

  Load run(Path script, int clients, int seconds) throws IOException, InterruptedException {
    Path log = Files.createTempDirectory("pgbench");
    try {
      List<String> options = new ArrayList<>(List.of("-T", Integer.toString(seconds)));
      options.addAll(List.of("-c", Integer.toString(clients)));
      options.addAll(List.of("-j", Integer.toString(Math.min(THREADS, clients)), "--log"));
      options.add("--log-prefix=" + log.resolve("log"));
      options.add("--sampling-rate=" + (clients == 1 ? 1 : SAMPLED));
      return parse(command(script, options).output(), log);
    } finally {
      delete(log);
    }
  }

  private Command command(Path script, List<String> options) {
    List<String> words = new ArrayList<>(List.of("pgbench", "-n", "-M", "prepared"));
    words.addAll(options);
    variables.forEach((name, value) -> words.addAll(List.of("-D", name + "=" + value)));
    words.addAll(List.of("-f", script.toString(), "-h", database.getHost()));
    words.addAll(List.of("-p", Integer.toString(database.getPort()), "-U", database.getUser()));
    words.add(database.getDatabase());
    return new Command(words, Map.of("PGPASSWORD", database.getPassword()));
  }

  private static Load parse(String output, Path log) throws IOException {
    List<Double> latencies = latencies(log);
    long done = (long) number(DONE, output);
    // Of nothing it says no rate.
    return new Load(
        done,
        done == 0 ? 0 : number(TPS, output),
        Median.of(latencies),
        Median.percentile(latencies, 0.99),
        0,
        0);
  }

  private static double number(Pattern pattern, String output) {
    Matcher matcher = pattern.matcher(output);
    if (!matcher.find()) {
      throw new IllegalStateException("Not understood:\n" + output);
    }
    return Double.parseDouble(matcher.group(1));
  }

  private static List<Double> latencies(Path folder) throws IOException {
    List<Double> millis = new ArrayList<>();
    for (Path file : files(folder)) {
      try (Stream<String> lines = Files.lines(file)) {
        lines.forEach(line -> millis.add(Double.parseDouble(line.split(" ")[ELAPSED]) / 1e3));
      }
    }
    return millis;
  }

  private static void delete(Path folder) throws IOException {
    for (Path file : files(folder)) {
      Files.delete(file);
    }
    Files.delete(folder);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
