package org.racprovider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.ext.web.client.WebClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.racprovider.support.CreateLoad;
import org.racprovider.support.FaultProxy;
import org.racprovider.support.PostgresServer;
import org.racprovider.support.TestServer;

/**
 * Faults of the database, or of the network between server and database. During each fault every
 * request gets its response in time and the readiness probe fails. Then the server recovers by
 * itself, and the database agrees with the response of every create.
 */
class DatabaseFaultsIT {

  private static final int POOL_SIZE = 4;

  /**
   * The event relay, the maintenance and the readiness probe have one connection each, creates have
   * four.
   */
  private static final int OTHER_CONNECTIONS = 7;

  /**
   * The medians of all faults are below these; a single fault may exceed them on a slow machine.
   */
  private static final Duration MEDIAN_RESPONSE = Duration.ofMillis(5500);

  private static final Duration MEDIAN_RECOVERY = Duration.ofSeconds(2);

  private static final Duration MAX_RESPONSE = Duration.ofSeconds(9);
  private static final Duration MAX_RECOVERY = Duration.ofSeconds(10);

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private static final List<Duration> recoveries = new ArrayList<>();
  private static final List<Duration> slowest = new ArrayList<>();
  private static PostgresServer postgres;
  private static FaultProxy proxy;
  private static TestServer server;
  private static WebClient client;
  private CreateLoad load;

  @BeforeAll
  static void start() throws IOException {
    postgres = PostgresServer.create();
    proxy = new FaultProxy(postgres.port());
    server =
        new TestServer(
            () -> postgres.uri(proxy.port()),
            Map.of(
                "RAC_DATABASE_POOL_SIZE",
                Integer.toString(POOL_SIZE),
                "RAC_DATABASE_STATEMENT_TIMEOUT",
                "3"));
    server.start();
    client = WebClient.create(server.vertx());
  }

  @AfterAll
  static void stop() throws IOException {
    server.stop();
    proxy.close();
    postgres.close();
    assertThat(median(recoveries)).isLessThan(MEDIAN_RECOVERY);
    assertThat(median(slowest)).isLessThan(MEDIAN_RESPONSE);
  }

  private static Duration median(List<Duration> durations) {
    return durations.stream().sorted().toList().get(durations.size() / 2);
  }

  @BeforeEach
  void startLoad() {
    load = new CreateLoad(server.vertx(), server.port(), server.bearer("akadmin")).start(8);
    await().atMost(TIMEOUT).until(() -> load.count(201) > 20);
  }

  @AfterEach
  void recoversAndAgreesWithTheDatabase() throws InterruptedException {
    proxy.pass();
    long recovering = System.nanoTime();
    await().atMost(MAX_RECOVERY).ignoreExceptions().until(DatabaseFaultsIT::ready);
    recoveries.add(Duration.ofNanos(System.nanoTime() - recovering));
    long before = load.count(201);
    await().atMost(MAX_RECOVERY).until(() -> load.count(201) > before);
    load.stop();
    assertThat(List.of(201, 503, 504)).containsAll(load.statuses());
    slowest.add(load.slowest());
    assertThat(load.slowest()).isLessThan(MAX_RESPONSE);
    load.checkAgainst(stored());
    await().atMost(TIMEOUT).until(() -> proxy.open() <= POOL_SIZE + OTHER_CONNECTIONS);
  }

  @Test
  void survivesAStopAndAStart() throws IOException {
    postgres.stop();
    awaitNotReady();
    postgres.start();
  }

  @Test
  void survivesAKill() throws IOException {
    postgres.kill();
    awaitNotReady();
    postgres.start();
  }

  @Test
  void survivesConnectionsCutDuringStatements() {
    for (int i = 0; i < 10; i++) {
      proxy.cut();
      pause(Duration.ofMillis(100));
    }
  }

  @Test
  void survivesConnectionsCutBeforeTheResponse() {
    proxy.cutResponses();
    await().atMost(TIMEOUT).until(() -> load.count(504) + load.count(503) > 10);
  }

  @Test
  void survivesAStallOfTenSeconds() {
    proxy.stall();
    awaitNotReady();
    pause(Duration.ofSeconds(10));
    await().atMost(MAX_RECOVERY).ignoreExceptions().until(DatabaseFaultsIT::live);
  }

  @Test
  void survivesADatabaseThatAcceptsButNeverResponds() {
    proxy.acceptWithoutResponding();
    proxy.cut();
    awaitNotReady();
    pause(Duration.ofSeconds(8));
    assertThat(proxy.open()).isLessThanOrEqualTo(2 * (POOL_SIZE + OTHER_CONNECTIONS));
  }

  @Test
  void survivesOldConnectionsThatLosePackets() {
    proxy.loseOldConnections();
    await().atMost(TIMEOUT).until(() -> load.count(504) > 0);
  }

  @Test
  void survivesAReadOnlyDatabase() {
    postgres.query("ALTER SYSTEM SET default_transaction_read_only = on");
    postgres.query("SELECT pg_reload_conf()");
    awaitNotReady();
    await().atMost(MAX_RECOVERY).until(() -> load.count(503) > 10);
    postgres.query("ALTER SYSTEM RESET default_transaction_read_only");
    postgres.query("SELECT pg_reload_conf()");
  }

  @Test
  void survivesAFullDisk() {
    postgres.query(
        """
        CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
        CREATE TRIGGER full_disk BEFORE INSERT ON event EXECUTE FUNCTION full_disk();
        """);
    await().atMost(MAX_RECOVERY).until(() -> load.count(503) > 10);
    postgres.query("DROP FUNCTION full_disk() CASCADE");
    assertThat(load.count(504)).isLessThan(load.count(503));
  }

  @Test
  void survivesASlowNetwork() {
    proxy.delay(Duration.ofMillis(50));
    pause(Duration.ofSeconds(3));
    await().atMost(MAX_RECOVERY).ignoreExceptions().until(DatabaseFaultsIT::ready);
  }

  private static void awaitNotReady() {
    await().atMost(MAX_RECOVERY).ignoreExceptions().until(() -> !ready());
  }

  private static boolean ready() {
    return status("/-/health/ready/") == 200;
  }

  private static boolean live() {
    return status("/-/health/live/") == 200;
  }

  private static int status(String path) {
    return client.get(server.port(), "127.0.0.1", path).timeout(3000).send().await().statusCode();
  }

  private static List<String> stored() {
    return postgres.query(CreateLoad.STORED);
  }

  private static void pause(Duration time) {
    try {
      TimeUnit.MILLISECONDS.sleep(time.toMillis());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
