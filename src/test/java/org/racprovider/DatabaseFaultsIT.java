package org.racprovider;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.ext.web.client.WebClient;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
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
 * Whatever the database or the network to it does: every request is answered in time, the ready
 * probe tells, the server recovers by itself, and what it said of each create is true.
 */
class DatabaseFaultsIT {

  private static final int POOL_SIZE = 4;

  /** The event relay and the ready probe have a connection of their own, creates have two. */
  private static final int OTHERS = 4;

  private static final Duration BUDGET = Duration.ofMillis(5500);
  private static final Duration RECOVERY = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

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
            Map.of("RAC_DATABASE_POOL_SIZE", Integer.toString(POOL_SIZE)));
    server.beforeAll(null);
    client = WebClient.create(server.vertx());
  }

  @AfterAll
  static void stop() throws IOException {
    server.afterAll(null);
    proxy.close();
    postgres.close();
  }

  @BeforeEach
  void startLoad() {
    load = new CreateLoad(server.vertx(), server.port(), server.bearer("akadmin")).start(8);
    await(() -> load.count(201) > 20, PATIENCE);
  }

  @AfterEach
  void recoversAndToldTheTruth() throws InterruptedException, SQLException {
    proxy.pass();
    await(DatabaseFaultsIT::ready, RECOVERY);
    long before = load.count(201);
    await(() -> load.count(201) > before, RECOVERY);
    load.stop();
    assertThat(List.of(201, 503, 504)).containsAll(load.statuses());
    assertThat(load.slowest()).isLessThan(BUDGET);
    load.checkAgainst(stored());
    await(() -> proxy.open() <= POOL_SIZE + OTHERS, BUDGET);
  }

  @Test
  void survivesAStopAndAStart() throws IOException {
    postgres.stop();
    await(() -> !ready(), RECOVERY);
    postgres.start();
  }

  @Test
  void survivesAKill() throws IOException {
    postgres.kill();
    await(() -> !ready(), RECOVERY);
    postgres.start();
  }

  @Test
  void survivesConnectionsCutInMidStatement() {
    for (int i = 0; i < 10; i++) {
      proxy.cut();
      pause(Duration.ofMillis(100));
    }
  }

  @Test
  void survivesConnectionsCutBeforeTheAnswer() {
    proxy.cutAnswers();
    await(() -> load.count(504) + load.count(503) > 10, PATIENCE);
  }

  @Test
  void survivesAStallOfTenSeconds() {
    proxy.stall();
    await(() -> !ready(), RECOVERY);
    pause(Duration.ofSeconds(10));
    assertThat(live()).isTrue();
  }

  @Test
  void survivesAServerThatAcceptsAndIsSilent() {
    proxy.acceptAndBeSilent();
    proxy.cut();
    await(() -> !ready(), RECOVERY);
    pause(Duration.ofSeconds(8));
    assertThat(proxy.open()).isLessThanOrEqualTo(2 * (POOL_SIZE + OTHERS));
  }

  @Test
  void survivesOldConnectionsThatLeadNowhere() {
    proxy.loseOldConnections();
    await(() -> load.count(504) > 0, BUDGET);
  }

  @Test
  void survivesAReadOnlyDatabase() throws SQLException {
    postgres.query("ALTER SYSTEM SET default_transaction_read_only = on");
    postgres.query("SELECT pg_reload_conf()");
    await(() -> !ready(), RECOVERY);
    await(() -> load.count(503) > 10, RECOVERY);
    postgres.query("ALTER SYSTEM RESET default_transaction_read_only");
    postgres.query("SELECT pg_reload_conf()");
  }

  @Test
  void survivesAFullDisk() throws SQLException {
    postgres.query(
        """
        CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
        CREATE TRIGGER full_disk BEFORE INSERT ON event EXECUTE FUNCTION full_disk();
        """);
    await(() -> load.count(503) > 10, RECOVERY);
    postgres.query("DROP FUNCTION full_disk() CASCADE");
    assertThat(load.count(504)).isZero();
  }

  @Test
  void survivesASlowNetwork() {
    proxy.delay(Duration.ofMillis(50));
    pause(Duration.ofSeconds(3));
    assertThat(ready()).isTrue();
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

  private static List<String> stored() throws SQLException {
    return postgres.query(CreateLoad.STORED);
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(Condition condition, Duration patience) {
    Instant end = Instant.now().plus(patience);
    while (!condition.holds()) {
      assertThat(Instant.now()).isBefore(end);
      pause(Duration.ofMillis(20));
    }
  }

  private static void pause(Duration time) {
    try {
      TimeUnit.MILLISECONDS.sleep(time.toMillis());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
