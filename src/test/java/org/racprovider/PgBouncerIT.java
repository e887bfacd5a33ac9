package org.racprovider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.racprovider.support.ApiClient;
import org.racprovider.support.CreateLoad;
import org.racprovider.support.PgBouncer;
import org.racprovider.support.PostgresServer;
import org.racprovider.support.Providers;
import org.racprovider.support.TestServer;
import org.racprovider.support.Tools;

/**
 * Two servers share a PgBouncer in transaction mode. It has fewer sessions than they have
 * connections.
 */
class PgBouncerIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration STATEMENT = Duration.ofSeconds(3);

  @TempDir static Path folder;

  private static final List<TestServer> servers = new ArrayList<>();
  private static PostgresServer postgres;
  private static PgBouncer pgBouncer;

  @BeforeAll
  static void start() throws Exception {
    Tools.require("pgbouncer");
    postgres = PostgresServer.create();
    pgBouncer = PgBouncer.start(folder, postgres.port());
    for (int i = 0; i < 2; i++) {
      servers.add(server());
      servers.get(i).start();
    }
  }

  private static TestServer server() {
    return new TestServer(
        pgBouncer::uri,
        Map.of(
            "RAC_DATABASE_PGBOUNCER", "true",
            "RAC_DATABASE_DIRECT_URL", postgres.uri(),
            "RAC_DATABASE_STATEMENT_TIMEOUT", Long.toString(STATEMENT.toSeconds())));
  }

  @AfterAll
  static void stop() throws Exception {
    servers.forEach(TestServer::stop);
    if (pgBouncer != null) {
      pgBouncer.close();
      postgres.close();
    }
  }

  @Test
  void servesEveryRequestUnderLoad() throws Exception {
    // Given
    List<CreateLoad> loads = loads();

    // When
    for (int round = 0; round < 8; round++) {
      useEveryEndpoint(servers.get(round % 2).client("akadmin"), "used " + round);
    }
    await().atMost(TIMEOUT).until(() -> loads.stream().allMatch(load -> load.count(201) > 100));

    // Then
    for (CreateLoad load : loads) {
      load.stop().checkAgainst(postgres.query(CreateLoad.STORED));
      assertThat(load.statuses()).isSubsetOf(201, 503, 504);
      assertThat(load.count(201)).isGreaterThan(20 * (load.count(503) + load.count(504)));
    }
    await()
        .atMost(TIMEOUT)
        .until(() -> count("SELECT newest FROM event_feed") == count("SELECT count(*) FROM event"));
  }

  private static void useEveryEndpoint(ApiClient client, String name) {
    JsonObject body = Providers.named(name);
    ApiClient keyed = client.with("Idempotency-Key", name);
    int pk = Providers.pk(served(() -> keyed.start("POST", Providers.PATH, body)));
    String item = Providers.PATH + pk;

    assertThat(
            served(() -> keyed.start("POST", Providers.PATH, body))
                .getHeader("Idempotent-Replayed"))
        .isEqualTo("true");
    assertThat(status(() -> client.start("POST", Providers.PATH, body))).isEqualTo(400);
    assertThat(status(() -> client.start("GET", Providers.PATH + "?search=used"))).isEqualTo(200);
    body.put("name", name + " again");
    assertThat(status(() -> client.start("PATCH", item + "/", body))).isEqualTo(200);
    assertThat(status(() -> client.start("GET", item + "/used_by/"))).isEqualTo(200);
    assertThat(status(() -> client.start("DELETE", item + "/"))).isEqualTo(204);
    assertThat(status(() -> client.start("GET", item + "/"))).isEqualTo(404);
    assertThat(status(() -> client.start("GET", "/-/health/ready/"))).isEqualTo(200);
  }

  private static int status(Supplier<Future<HttpResponse<Buffer>>> request) {
    return served(request).statusCode();
  }

  /** Repeats the request while the response is 503, because the machine may pause. */
  private static HttpResponse<Buffer> served(Supplier<Future<HttpResponse<Buffer>>> request) {
    return await()
        .atMost(TIMEOUT)
        .until(() -> request.get().await(), response -> response.statusCode() != 503);
  }

  /**
   * PostgreSQL cancels the statement, so the response is 503. The server's own deadline would give
   * 504 and leave the statement running. A 503 before the statement timeout has another cause.
   */
  @Test
  void letsPostgresqlCancelSlowStatements() throws SQLException {
    try (Connection other = postgres.connect()) {
      // Given
      other.setAutoCommit(false);
      other.createStatement().execute("LOCK TABLE provider");

      // Then
      await().atMost(TIMEOUT).until(PgBouncerIT::cancelsAListAtTheStatementTimeout);
    }
  }

  private static boolean cancelsAListAtTheStatementTimeout() {
    long started = System.nanoTime();
    int status = servers.get(0).client("akadmin").get(Providers.PATH).statusCode();
    return status == 503 && System.nanoTime() - started >= STATEMENT.toNanos();
  }

  @Test
  void recoversWhenPostgresqlIsRestartedBehindIt() throws Exception {
    // Given
    List<CreateLoad> loads = loads();
    await().atMost(TIMEOUT).until(() -> loads.stream().allMatch(load -> load.count(201) > 20));

    // When
    postgres.kill();
    await()
        .atMost(TIMEOUT)
        .until(() -> loads.stream().allMatch(load -> load.statuses().size() > 1));
    postgres.start();

    // Then
    for (CreateLoad load : loads) {
      long before = load.count(201);
      await().atMost(TIMEOUT).until(() -> load.count(201) > before + 20);
      load.stop().checkAgainst(postgres.query(CreateLoad.STORED));
      assertThat(List.of(201, 503, 504)).containsAll(load.statuses());
    }
  }

  private static List<CreateLoad> loads() {
    return servers.stream()
        .map(server -> new CreateLoad(server.vertx(), server.port(), server.bearer("akadmin")))
        .map(load -> load.start(4))
        .toList();
  }

  private static long count(String sql) {
    return Long.parseLong(postgres.query(sql).get(0));
  }
}
