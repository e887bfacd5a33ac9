package org.racprovider.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What is measured, running: the server on its database, and both load generators for it. */
final class Rig implements AutoCloseable {

  static final Path ONE_STATEMENT = Path.of("src/bench/pgbench/create.sql");
  static final Path STEPS = Path.of("src/bench/pgbench/create-steps.sql");

  private static final long SETTLE_MILLIS = 500;

  private final BenchDatabase database;
  private final Stored stored;
  private final ServerProcess server;
  private final Wrk wrk;
  private final Pgbench pgbench;

  private Rig(
      BenchDatabase database, ServerProcess server, Body body, Path tokens, String eventText) {
    this.database = database;
    this.stored = new Stored(database);
    this.server = server;
    this.wrk = new Wrk("http://127.0.0.1:" + server.port(), tokens, body.with("host-{random}"));
    this.pgbench = new Pgbench(database.settings().directOptions(), variables(body, eventText));
  }

  /**
   * Takes a server that starts.
   *
   * @param folder for what the load generators read
   * @throws IllegalStateException when pgbench does not write the same rows as the server
   */
  static Rig of(BenchDatabase database, ServerProcess server, Callers callers, Path folder)
      throws IOException, InterruptedException, SQLException {
    Stored stored = new Stored(database);
    Api api = new Api(callers.tokens().get(0));
    api.awaitReady(server);
    Body body = new Body(stored.flow(), stored.mappings());
    api.createFirst(server, body);
    Path tokens = callers.writeTo(folder.resolve("tokens.txt"));
    Rig rig = new Rig(database, server, body, tokens, stored.newestEvent());
    rig.requireSameRows(stored.newest());
    return rig;
  }

  /** Loads the server without measuring it. */
  void warmUp(int seconds) throws IOException, InterruptedException, SQLException {
    wrk.create(Plan.CONNECTIONS, seconds);
    finishRequestsInFlight();
  }

  /** Creates through the server, on empty tables. */
  Round server(int connections, int seconds)
      throws IOException, InterruptedException, SQLException {
    stored.deleteAll();
    return serverAsIs(connections, seconds);
  }

  /** Creates through the server, on what is stored. */
  Round serverAsIs(int connections, int seconds)
      throws IOException, InterruptedException, SQLException {
    long before = stored.count();
    stored.checkpoint();
    double serverCpu = server.processes().cpuSeconds();
    double databaseCpu = database.cpuSeconds();
    Load load = wrk.create(connections, seconds);
    Round round =
        new Round(
            load, server.processes().cpuSeconds() - serverCpu, database.cpuSeconds() - databaseCpu);
    finishRequestsInFlight();
    // Those in flight at the end are not counted by wrk, and refused ones may have been stored.
    requireBetween(
        load.done() - load.refused(),
        stored.count() - before,
        load.done() + connections + load.broken());
    return round;
  }

  /** Creates through pgbench, on empty tables, while the server is halted. */
  Round pgbench(Path script, int clients, int seconds)
      throws IOException, InterruptedException, SQLException {
    server.pause();
    try {
      stored.deleteAll();
      stored.checkpoint();
      double cpu = database.cpuSeconds();
      Load load = pgbench.run(script, clients, seconds);
      Round round = new Round(load, Double.NaN, database.cpuSeconds() - cpu);
      requireBetween(load.done(), stored.count(), load.done());
      return round;
    } finally {
      server.resume();
    }
  }

  /** Reads from the server; {@code {random}} in the path is a number up to the given one. */
  Load read(String path, int largest, int seconds) throws IOException, InterruptedException {
    return wrk.read(Plan.CONNECTIONS, seconds, path, largest);
  }

  Stored stored() {
    return stored;
  }

  double peakMebibytes() throws IOException {
    return server.processes().peakMebibytes();
  }

  @Override
  public void close() {
    server.close();
  }

  // When wrk ends, the server still works on a request of each connection.
  private void finishRequestsInFlight() throws InterruptedException, SQLException {
    long before;
    long now = stored.count();
    do {
      before = now;
      TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
      now = stored.count();
    } while (now != before);
  }

  private void requireSameRows(String expected)
      throws IOException, InterruptedException, SQLException {
    for (Path script : List.of(ONE_STATEMENT, STEPS)) {
      pgbench.once(script);
      String written = stored.newest();
      if (!written.equals(expected)) {
        throw new IllegalStateException(
            "%s does not write what the server writes.%nServer:  %s%npgbench: %s"
                .formatted(script, expected, written));
      }
    }
  }

  private static void requireBetween(long least, long rows, long most) {
    if (rows < least || rows > most) {
      throw new IllegalStateException(
          "%d providers are stored, expected %d to %d".formatted(rows, least, most));
    }
  }

  // The event's JSON after the name is the same for all.
  private static Map<String, String> variables(Body body, String eventText) {
    Map<String, String> variables = new HashMap<>();
    variables.put("flow", body.flow());
    variables.put("mapping1", body.mappings().get(0));
    variables.put("mapping2", body.mappings().get(1));
    variables.put("settings", Body.SETTINGS);
    variables.put("event", eventText.substring(eventText.indexOf("\"authentication_flow\"")));
    variables.put("subject", Callers.SUBJECT);
    variables.put("request_id", "0123456789abcdef0123456789abcdef");
    return variables;
  }
}
