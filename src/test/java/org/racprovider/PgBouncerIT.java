package org.racprovider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.racprovider.support.ApiClient;
import org.racprovider.support.CreateLoad;
import org.racprovider.support.PgBouncer;
import org.racprovider.support.PostgresServer;
import org.racprovider.support.TestServer;

/** Two servers behind a PgBouncer in transaction mode that has fewer sessions than they ask for. */
class PgBouncerIT {

  private static final String PROVIDERS = "/api/v3/providers/rac/";
  private static final String FLOW = "0f10f10f-0000-4000-8000-000000000001";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir static Path folder;

  private static final List<TestServer> servers = new ArrayList<>();
  private static PostgresServer postgres;
  private static PgBouncer pgBouncer;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(PgBouncer.program().isPresent(), "pgbouncer is missing: it is not tried");
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
        Map.of("RAC_DATABASE_PGBOUNCER", "true", "RAC_DATABASE_DIRECT_URL", postgres.uri()));
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
      assertThat(load.statuses()).containsOnly(201);
    }
    await()
        .atMost(PATIENCE)
        .until(() -> count("SELECT newest FROM event_feed") == count("SELECT count(*) FROM event"));
  }

  private static void useEverything(ApiClient client, String name) {
    JsonObject body = new JsonObject().put("name", name).put("authorization_flow", FLOW);
    ApiClient once = client.with("Idempotency-Key", name);
    String item =
        PROVIDERS + once.send("POST", PROVIDERS, body).bodyAsJsonObject().getInteger("pk");

    assertThat(once.send("POST", PROVIDERS, body).getHeader("Idempotent-Replayed"))
        .isEqualTo("true");
    assertThat(client.send("POST", PROVIDERS, body).statusCode()).isEqualTo(400);
    assertThat(client.get(PROVIDERS + "?search=used").statusCode()).isEqualTo(200);
    body.put("name", name + " again");
    assertThat(client.send("PATCH", item + "/", body).statusCode()).isEqualTo(200);
    assertThat(client.get(item + "/used_by/").statusCode()).isEqualTo(200);
    assertThat(client.send("DELETE", item + "/").statusCode()).isEqualTo(204);
    assertThat(client.get(item + "/").statusCode()).isEqualTo(404);
    assertThat(client.get("/-/health/ready/").statusCode()).isEqualTo(200);
  }

  /** 504 would be the server's own deadline, which leaves the statement running. */
  @Test
  void letsPostgresqlGiveUpSlowStatements() throws SQLException {
    try (Connection other = DriverManager.getConnection(postgres.jdbcUrl(), "postgres", "")) {
      // Given
      other.setAutoCommit(false);
      other.createStatement().execute("LOCK TABLE provider");

      // When
      int answer = servers.get(0).client("akadmin").get(PROVIDERS).statusCode();

      // Then
      assertThat(answer).isEqualTo(503);
    }
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
    try {
      return Long.parseLong(postgres.query(sql).get(0));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
