package org.racprovider.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.racprovider.support.ServerProcess;

/** Runs rounds of load against a server with wrk, and against its database with pgbench. */
final class LoadTest implements AutoCloseable {

  private static final int WARM_UP_CONNECTIONS = 64;
  private static final long POLL_MILLIS = 500;

  private final BenchmarkDatabase database;
  private final ServerProcess server;
  private final BenchmarkRequest request;
  private final Wrk wrk;
  private final Pgbench pgbench;

  private LoadTest(ServerFactory factory, ServerProcess server)
      throws IOException, InterruptedException {
    this.database = factory.database();
    this.server = server;
    this.request = BenchmarkRequest.of(database);
    request.sendUntilCreated(server);
    Path tokens = factory.options().folder().resolve("tokens.txt");
    this.wrk = new Wrk(server.port(), Files.write(tokens, request.tokens()));
    String event = database.query("SELECT provider FROM event ORDER BY id DESC LIMIT 1").get(0);
    this.pgbench = new Pgbench(database.url(), variables(event));
    requireSameRows();
  }

  /**
   * Starts a server, which creates the schema and the flows and mappings that providers refer to.
   *
   * @throws IllegalStateException if pgbench does not write the same rows as the server
   */
  static LoadTest start(ServerFactory factory, Map<String, String> settings)
      throws IOException, InterruptedException {
    Map<String, String> all = new HashMap<>(settings);
    all.put("RAC_REFERENCE_DATA", "conf/reference-data.example.json");
    ServerProcess server = factory.create(all);
    try {
      server.start();
      return new LoadTest(factory, server);
    } catch (Exception e) {
      server.close();
      throw e;
    }
  }

  /** Sends requests without measuring them. */
  void warmUp(int seconds) throws IOException, InterruptedException {
    wrk.run(WARM_UP_CONNECTIONS, seconds, BenchmarkRequest.PATH, request.body("host-{random}"), 0);
    awaitRequestsInFlight();
  }

  /** Creates through the server, in addition to the stored providers. */
  LoadResult create(int connections, int seconds) throws IOException, InterruptedException {
    long before = database.countProviders();
    double serverCpu = serverUsage().cpuSeconds();
    double databaseCpu = database.cpuSeconds();
    LoadResult result =
        wrk.run(connections, seconds, BenchmarkRequest.PATH, request.body("host-{random}"), 0)
            .withCpu(serverUsage().cpuSeconds() - serverCpu, database.cpuSeconds() - databaseCpu);
    awaitRequestsInFlight();
    // wrk does not count the requests in flight at its end; a rejected provider may be stored.
    requireStored(
        result.requests() - result.rejected(),
        database.countProviders() - before,
        result.requests() + connections + result.failed());
    return result;
  }

  /** Creates with pgbench, on empty tables, while the server is stopped with SIGSTOP. */
  LoadResult pgbench(String script, int clients, int seconds)
      throws IOException, InterruptedException {
    server.process().signal("STOP");
    try {
      database.deleteProviders();
      double cpu = database.cpuSeconds();
      LoadResult result =
          pgbench.run(script, clients, seconds).withCpu(Double.NaN, database.cpuSeconds() - cpu);
      requireStored(result.requests(), database.countProviders(), result.requests());
      return result;
    } finally {
      server.process().signal("CONT");
    }
  }

  /** Reads from the server. For the parameters, see {@link Wrk#run}. */
  LoadResult read(int connections, int seconds, String path, int maxRandom)
      throws IOException, InterruptedException {
    return wrk.run(connections, seconds, BenchmarkRequest.PATH + path, "", maxRandom);
  }

  /** Replaces all stored providers by this number of providers. */
  void storeProviders(int number) throws IOException, InterruptedException {
    database.deleteProviders();
    pgbench.once("load-providers.sql", "-Dproviders=" + number);
  }

  OpenLoopGenerator openLoopGenerator() {
    return new OpenLoopGenerator(server.port(), request);
  }

  ProcessUsage serverUsage() {
    return new ProcessUsage(server.process().pid());
  }

  /** Terminates the server, which also writes the AOT cache if one is trained. */
  void terminateServer() throws IOException, InterruptedException {
    server.terminate();
  }

  @Override
  public void close() {
    server.close();
  }

  // When wrk ends, the server still works on one request of each connection.
  private void awaitRequestsInFlight() throws InterruptedException {
    long before;
    long now = database.countProviders();
    do {
      before = now;
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      now = database.countProviders();
    } while (now != before);
  }

  private void requireSameRows() throws IOException, InterruptedException {
    String expected = database.run("newest-provider.sql").get(0);
    for (String script : List.of("create.sql", "create-steps.sql")) {
      pgbench.once(script);
      String written = database.run("newest-provider.sql").get(0);
      if (!written.equals(expected)) {
        throw new IllegalStateException(
            "%s does not write what the server writes.%nServer:  %s%npgbench: %s"
                .formatted(script, expected, written));
      }
    }
  }

  static void requireStored(long min, long stored, long max) {
    if (stored < min || stored > max) {
      throw new IllegalStateException(
          "%d providers are stored, expected %d to %d".formatted(stored, min, max));
    }
  }

  // The JSON of the event is the same for all providers, except for pk and name at its start.
  private Map<String, String> variables(String event) {
    return Map.of(
        "flow", request.flow(),
        "mapping1", request.mappings().get(0),
        "mapping2", request.mappings().get(1),
        "settings", BenchmarkRequest.SETTINGS,
        "event", event.substring(event.indexOf("\"authentication_flow\"")),
        "subject", "caller-00",
        "request_id", "0123456789abcdef0123456789abcdef");
  }
}
