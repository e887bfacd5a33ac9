package org.racprovider.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Offers the packaged server more than it can take on. It is made slow for that, so that a
 * generator beside it can: few requests at once, and a database that takes its time.
 */
final class Overload {

  /** Of the capacity. The first is what the others are compared with. */
  static final List<Double> SHARES = List.of(0.2, 0.5, 1.0, 2.0, 3.0, 5.0);

  /** A statement of four, and four that wait for it. A pause of the machine fails nothing. */
  static final Map<String, String> LIMITS =
      Map.of(
          "RAC_HTTP_MAX_REQUESTS", "8",
          "RAC_CREATE_STATEMENTS", "1",
          "RAC_CREATE_BATCH", "4",
          "RAC_DATABASE_STATEMENT_TIMEOUT", "30");

  static final int STATEMENT_MILLIS = 20;

  private static final String SLOW_DOWN =
      """
      CREATE FUNCTION take_time() RETURNS trigger LANGUAGE plpgsql
          AS 'BEGIN PERFORM pg_sleep(%d / 1000.0); RETURN NULL; END';
      CREATE TRIGGER take_time BEFORE INSERT ON provider
          FOR EACH STATEMENT EXECUTE FUNCTION take_time()
      """;

  private static final int CALLERS = Integer.parseInt(LIMITS.get("RAC_HTTP_MAX_REQUESTS"));
  private static final double GROWTH = 1.1;
  private static final int TOO_MANY = 4 * CALLERS;

  private final Plan plan;
  private final Stored stored;
  private final Generator generator;
  private long accepted;
  private long unanswered;

  private Overload(Plan plan, Stored stored, Generator generator) {
    this.plan = plan;
    this.stored = stored;
    this.generator = generator;
  }

  /**
   * Measures, prints the summary and writes {@code overload.md} and {@code overload.svg}.
   *
   * @throws IllegalStateException when it cannot, with a sentence for the user
   */
  static OverloadResults run(Options options) throws Exception {
    Files.createDirectories(options.folder());
    List<String> command = ServerProcess.command(options, List.of());
    try (BenchDatabase database = BenchDatabase.of(options)) {
      Machine machine = Machine.of(command, database);
      OverloadResults results = measure(options, database, command);
      OverloadReport report = new OverloadReport(machine, options.plan(), results);
      Path page = Files.writeString(options.folder().resolve("overload.md"), report.markdown());
      Files.writeString(options.folder().resolve("overload.svg"), new OverloadChart(results).svg());
      System.out.println(report.summary());
      System.out.println("See " + page + ", and overload.svg beside it.");
      return results;
    }
  }

  private static OverloadResults measure(
      Options options, BenchDatabase database, List<String> command) throws Exception {
    Callers callers = Callers.create();
    Map<String, String> variables = new HashMap<>(LIMITS);
    variables.put("RAC_DATABASE_URL", database.url());
    variables.put("RAC_JWT_SECRET", callers.secret());
    variables.put("RAC_REFERENCE_DATA", "conf/reference-data.example.json");
    Path log = options.folder().resolve("server.log");
    Files.deleteIfExists(log);
    try (ServerProcess server = ServerProcess.start(command, variables, log)) {
      new Api(callers.tokens().get(0)).awaitReady(server);
      database.execute(SLOW_DOWN.formatted(STATEMENT_MILLIS));
      Stored stored = new Stored(database);
      Body body = new Body(stored.flow(), stored.mappings());
      try (Generator generator = new Generator(server, callers, body)) {
        return new Overload(options.plan(), stored, generator).measure();
      }
    }
  }

  private OverloadResults measure() throws IOException, SQLException {
    generator.keep(TOO_MANY, plan.warmUpSeconds());
    double capacity = capacity();
    List<Offered> offered = new ArrayList<>();
    for (double share : SHARES) {
      offered.add(new Offered(share, share * capacity, new ArrayList<>()));
    }
    Offered afterwards = new Offered(SHARES.get(0), SHARES.get(0) * capacity, new ArrayList<>());
    long before = stored.count();
    for (int round = 0; round < plan.rounds(); round++) {
      stored.checkpoint();
      for (Offered each : offered) {
        each.rounds().add(offer(each, before));
      }
      afterwards.rounds().add(offer(afterwards, before));
    }
    return new OverloadResults(capacity, offered, afterwards);
  }

  /** Measured again as long as it grows: a cold server can do less. */
  private double capacity() {
    double capacity;
    double next = 0;
    do {
      capacity = next;
      next = generator.keep(CALLERS, plan.pointSeconds()).acceptedPerSecond();
    } while (next > GROWTH * capacity);
    return Math.max(capacity, next);
  }

  private Replies offer(Offered load, long before) throws SQLException {
    Replies replies = generator.offer(load.perSecond(), plan.pointSeconds());
    accepted += replies.accepted();
    unanswered += replies.unanswered();
    long created = stored.count() - before;
    if (created < accepted || created > accepted + unanswered) {
      throw new IllegalStateException(
          "%d providers are stored, %d were accepted, %d were not answered"
              .formatted(created, accepted, unanswered));
    }
    return Progress.of("%.1f x capacity".formatted(load.share()), replies);
  }
}
