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
import org.racprovider.support.TestServer;
import org.racprovider.support.Tools;

/** Two servers behind a PgBouncer in transaction mode that has fewer sessions than they ask for. */
class PgBouncerIT {

  private static final String PROVIDERS = "/api/v3/providers/rac/";
  private static final String FLOW = "0f10f10f-0000-4000-8000-000000000001";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
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
      servers.get(i).beforeAll(null);
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
    servers.forEach(server -> server.afterAll(null));
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
      useEverything(servers.get(round % 2).client("akadmin"), "used " + round);
    }
    await().atMost(PATIENCE).until(() -> loads.stream().allMatch(load -> load.count(201) > 100));

    // Then
    for (CreateLoad load : loads) {
      load.stop().checkAgainst(postgres.query(CreateLoad.STORED));
      assertThat(load.statuses()).isSubsetOf(201, 503, 504);
      assertThat(load.count(201)).isGreaterThan(20 * (load.count(503) + load.count(504)));
    }
    await()
        .atMost(PATIENCE)
        .until(() -> count("SELECT newest FROM event_feed") == count("SELECT count(*) FROM event"));
  }

  private static void useEverything(ApiClient client, String name) {
    JsonObject body = new JsonObject().put("name", name).put("authorization_flow", FLOW);
    ApiClient once = client.with("Idempotency-Key", name);
    int pk = served(() -> once.start("POST", PROVIDERS, body)).bodyAsJsonObject().getInteger("pk");
    String item = PROVIDERS + pk;

    assertThat(served(() -> once.start("POST", PROVIDERS, body)).getHeader("Idempotent-Replayed"))
        .isEqualTo("true");
    assertThat(status(() -> client.start("POST", PROVIDERS, body))).isEqualTo(400);
    assertThat(status(() -> client.start("GET", PROVIDERS + "?search=used"))).isEqualTo(200);
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

  /** Sends it again while the server says that it is not done: the machine may pause. */
  private static HttpResponse<Buffer> served(Supplier<Future<HttpResponse<Buffer>>> request) {
    return await()
        .atMost(PATIENCE)
        .until(() -> request.get().await(), answer -> answer.statusCode() != 503);
  }

  /**
   * 504 would be the server's own deadline, which leaves the statement running; a sooner 503 has
   * other reasons.
   */
  @Test
  void letsPostgresqlGiveUpSlowStatements() throws SQLException {
    try (Connection other = postgres.connect()) {
      // Given
      other.setAutoCommit(false);
      other.createStatement().execute("LOCK TABLE provider");

      // Then
      await().atMost(PATIENCE).until(PgBouncerIT::givesUpAListWhenItsStatementMay);
    }
  }

  private static boolean givesUpAListWhenItsStatementMay() {
    long begun = System.nanoTime();
    int status = servers.get(0).client("akadmin").get(PROVIDERS).statusCode();
    return status == 503 && System.nanoTime() - begun >= STATEMENT.toNanos();
  }

  @Test
  void recoversWhenPostgresqlIsRestartedBehindIt() throws Exception {
    // Given
    List<CreateLoad> loads = loads();
    await().atMost(PATIENCE).until(() -> loads.stream().allMatch(load -> load.count(201) > 20));

    // When
    postgres.kill();
    await()
        .atMost(PATIENCE)
        .until(() -> loads.stream().allMatch(load -> load.statuses().size() > 1));
    postgres.start();

    // Then
    for (CreateLoad load : loads) {
      long before = load.count(201);
      await().atMost(PATIENCE).until(() -> load.count(201) > before + 20);
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
