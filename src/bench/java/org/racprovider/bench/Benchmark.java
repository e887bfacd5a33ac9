package org.racprovider.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * Measures the packaged server against PostgreSQL alone, and writes a report with a picture. Run in
 * the project's folder, on Linux.
 */
public final class Benchmark {

  private static final Map<String, String> REFERENCE_DATA =
      Map.of("RAC_REFERENCE_DATA", "conf/reference-data.example.json");

  private final Options options;
  private final Callers callers = Callers.create();
  private final BenchDatabase database;
  private final int javaVersion;
  private final Optional<AotCache> cache;
  private final List<String> command;
  private final Path log;

  private Benchmark(Options options, BenchDatabase database)
      throws IOException, InterruptedException {
    this.options = options;
    this.database = database;
    this.javaVersion = Machine.javaVersion(options.java());
    this.cache =
        AotCache.isPossible(javaVersion)
            ? Optional.of(new AotCache(options.folder().resolve("server.aot")))
            : Optional.empty();
    this.command = ServerProcess.command(options, cache.map(AotCache::options).orElse(List.of()));
    this.log = options.folder().resolve("server.log");
    Files.deleteIfExists(log);
  }

  /** Measures, prints the summary, and ends the process with 1 when it cannot. */
  public static void main(String[] args) throws Exception {
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
    try {
      Options options = Options.of(args);
      if (options.overload()) {
        Overload.run(options);
      } else {
        run(options);
      }
    } catch (IllegalStateException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  /**
   * Measures, prints the summary and writes {@code report.md} and {@code report.svg}.
   *
   * @throws IllegalStateException when it cannot, with a sentence for the user
   */
  static Results run(Options options) throws Exception {
    String missing = LoadGenerators.missing();
    if (!missing.isEmpty()) {
      throw new IllegalStateException(missing);
    }
    Files.createDirectories(options.folder());
    try (BenchDatabase database = BenchDatabase.of(options)) {
      return new Benchmark(options, database).run();
    }
  }

  private Results run() throws Exception {
    Machine machine = Machine.of(command, database, "pgbench");
    makeSchema();
    Results results = measure(options.plan());
    Report report = new Report(machine, javaVersion, options.plan(), results);
    Path page = Files.writeString(options.folder().resolve("report.md"), report.markdown());
    Files.writeString(options.folder().resolve("report.svg"), new Chart(results).svg());
    System.out.println(report.summary());
    System.out.println("See " + page + ", and report.svg beside it.");
    return results;
  }

  // The first server makes the schema, and loads what providers refer to.
  private void makeSchema() throws Exception {
    if (cache.isPresent()) {
      cache.get().train(more -> rig(ServerProcess.command(options, more)));
    } else {
      rig(command).close();
    }
  }

  private Results measure(Plan plan) throws IOException, InterruptedException, SQLException {
    List<Double> starts = starts(plan.starts());
    try (Rig rig = rig(command)) {
      rig.warmUp(plan.warmUpSeconds());
      Results results = measure(rig, plan, starts);
      rig.stored().deleteAll();
      return results;
    }
  }

  // Java evaluates arguments from left to right: the memory is looked at last.
  private static Results measure(Rig rig, Plan plan, List<Double> starts)
      throws IOException, InterruptedException, SQLException {
    return new Results(
        List.copyOf(starts),
        Comparison.of(rig, plan.rounds(), Plan.CLIENTS, Plan.CONNECTIONS, plan.seconds()),
        Comparison.of(rig, plan.rounds(), 1, 1, plan.pointSeconds()),
        Point.each(rig, plan),
        Read.each(rig, plan),
        ManyStored.of(rig, plan),
        rig.peakMebibytes());
  }

  private Rig rig(List<String> command) throws IOException, InterruptedException, SQLException {
    ServerProcess server = start(command, REFERENCE_DATA);
    try {
      return Rig.of(database, server, callers, options.folder());
    } catch (Exception e) {
      server.close();
      throw e;
    }
  }

  private List<Double> starts(int number) throws IOException, InterruptedException, SQLException {
    Stored stored = new Stored(database);
    stored.deleteAll();
    stored.checkpoint();
    Body body = new Body(stored.flow(), stored.mappings());
    Api api = new Api(callers.tokens().get(0));
    return Starts.measure(number, () -> start(command, Map.of()), api, body);
  }

  private ServerProcess start(List<String> command, Map<String, String> variables)
      throws IOException {
    return ServerProcess.start(command, withSecrets(variables), log);
  }

  private Map<String, String> withSecrets(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(variables);
    all.put("RAC_DATABASE_URL", database.url());
    all.put("RAC_JWT_SECRET", callers.secret());
    return all;
  }
}
