package org.racprovider.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.racprovider.support.ServerProcess;

/** Runs rounds of load against a server with wrk. */
final class LoadTest implements AutoCloseable {

  private static final int WARM_UP_CONNECTIONS = 64;
  private static final long POLL_MILLIS = 250;

  private final BenchmarkDatabase database;
  private final ServerProcess server;
  private final BenchmarkRequest request;
  private final Wrk wrk;

  private LoadTest(ServerFactory factory, ServerProcess server)
      throws IOException, InterruptedException {
    this.database = factory.database();
    this.server = server;
    this.request = BenchmarkRequest.of(database);
    request.sendUntilCreated(server);
    Path tokens = factory.options().folder().resolve("tokens.txt");
    this.wrk = new Wrk(server.port(), Files.write(tokens, request.tokens()));
  }

  /** Starts a server, which creates the schema and what the providers refer to. */
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

  /** Creates providers without measuring it. */
  void warmUp(int seconds) throws IOException, InterruptedException {
    create(WARM_UP_CONNECTIONS, seconds);
  }

  /** Creates through the server, in addition to the stored providers. */
  LoadResult create(int connections, int seconds) throws IOException, InterruptedException {
    long newest = database.number("SELECT coalesce(max(pk), 0) FROM provider");
    LoadResult result = run(connections, seconds, "", request.body("host-{random}"), 0);
    // wrk does not count the requests in flight at its end; a rejected provider may be stored.
    requireStored(
        result.requests() - result.rejected(),
        countProvidersAfter(newest),
        result.requests() + connections + result.failed());
    return result;
  }

  /** Reads from the server. For the parameters, see {@link Wrk#start}. */
  LoadResult read(int connections, int seconds, String path, int maxRandom)
      throws IOException, InterruptedException {
    return run(connections, seconds, path, "", maxRandom);
  }

  /** Starts to read the first page of the list; {@link Wrk#result} is the result. */
  Process startLists(int connections, int seconds) throws IOException {
    return wrk.start(connections, seconds, BenchmarkRequest.PATH + "?page_size=20", "", 0);
  }

  private LoadResult run(int connections, int seconds, String path, String body, int maxRandom)
      throws IOException, InterruptedException {
    double serverCpu = serverUsage().cpuSeconds();
    double databaseCpu = database.cpuSeconds();
    String fullPath = BenchmarkRequest.PATH + path;
    return Wrk.result(wrk.start(connections, seconds, fullPath, body, maxRandom))
        .withCpu(serverUsage().cpuSeconds() - serverCpu, database.cpuSeconds() - databaseCpu);
  }

  /** Replaces all stored providers by this number of providers. */
  void storeProviders(int number) throws IOException {
    database.query("SET lock_timeout = '5s'; TRUNCATE provider RESTART IDENTITY CASCADE");
    database.run("sql/load-providers.sql", number);
    database.query("VACUUM (ANALYZE) provider");
    database.query("CHECKPOINT");
  }

  long countProviders() {
    return database.number("SELECT count(*) FROM provider");
  }

  OpenLoopGenerator openLoopGenerator() {
    return new OpenLoopGenerator(server.port(), request);
  }

  double peakMebibytes() throws IOException {
    return serverUsage().peakMebibytes();
  }

  /** Terminates the server, which also writes the AOT cache if one is trained. */
  void terminateServer() throws IOException, InterruptedException {
    server.terminate();
  }

  @Override
  public void close() {
    server.close();
  }

  private ProcessUsage serverUsage() {
    return new ProcessUsage(server.process().pid());
  }

  // When wrk ends, the server still works on one request of each connection.
  private long countProvidersAfter(long pk) throws InterruptedException {
    String count = "SELECT count(*) FROM provider WHERE pk > " + pk;
    long before;
    long now = database.number(count);
    do {
      before = now;
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      now = database.number(count);
    } while (now != before);
    return now;
  }

  static void requireStored(long min, long stored, long max) {
    if (stored < min || stored > max) {
      throw new IllegalStateException(
          "%d providers are stored, expected %d to %d".formatted(stored, min, max));
    }
  }
}
