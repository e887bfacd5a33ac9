package org.racprovider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.support.ApiClient;
import org.racprovider.support.Providers;
import org.racprovider.support.TestServer;

/**
 * A caller whose statements are slow does not stop the requests of others. A lock in the database
 * makes the statements of one caller wait until the test ends.
 */
class FairnessIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int REQUESTS = 30;
  private static final String KEY = "Idempotency-Key";

  @RegisterExtension
  static final TestServer SERVER =
      TestServer.withDatabase(Map.of("RAC_DATABASE_STATEMENT_TIMEOUT", "120"));

  private final List<Future<HttpResponse<Buffer>>> slow = new ArrayList<>();
  private Pool pool;
  private SqlConnection holder;
  private String own;
  private String contended;

  @BeforeEach
  void beginToHoldLocks() {
    own = createdPath();
    contended = createdPath();
    pool = SERVER.database().pool(SERVER.vertx());
    holder = pool.getConnection().await();
    hold("SET idle_in_transaction_session_timeout = 0");
    hold("BEGIN");
  }

  @AfterEach
  void releaseLocks() {
    hold("ROLLBACK");
    Future.join(slow).otherwiseEmpty().await();
    pool.close().await();
  }

  @Test
  void slowReadsOfOneCallerStopNobodyElse() {
    // When
    readSlowly();

    // Then
    assertOthersAreServed();
  }

  @Test
  void blockedChangesOfOneCallerStopNobodyElse() {
    // When
    changeSlowly();

    // Then
    assertOthersAreServed();
  }

  @Test
  void blockedCreatesWithAKeyOfOneCallerStopNobodyElse() {
    // When
    createSlowly();

    // Then
    assertOthersAreServed();
  }

  @Test
  void allOfThemTogetherStopNobodyElse() {
    // When
    readSlowly();
    changeSlowly();
    createSlowly();

    // Then
    assertOthersAreServed();
  }

  /** Only {@code used_by} reads the endpoints. */
  private void readSlowly() {
    hold("LOCK TABLE endpoint IN ACCESS EXCLUSIVE MODE");
    sendUntilOneIsBlocked(() -> slowCaller().start("GET", own + "used_by/"));
  }

  private void changeSlowly() {
    hold("SELECT pk FROM provider WHERE pk = %s FOR UPDATE".formatted(pk(contended)));
    JsonObject change = new JsonObject().put("connection_expiry", "hours=1");
    sendUntilOneIsBlocked(() -> slowCaller().start("PATCH", contended, change));
  }

  /** Another transaction has inserted a provider of the same name. */
  private void createSlowly() {
    String name = "contended " + UUID.randomUUID();
    hold("INSERT INTO provider (type, name) VALUES ('rac', '%s')".formatted(name));
    sendUntilOneIsBlocked(
        () -> withKey(slowCaller()).start("POST", Providers.PATH, Providers.named(name)));
  }

  private void sendUntilOneIsBlocked(Supplier<Future<HttpResponse<Buffer>>> request) {
    int before = blocked();
    IntStream.range(0, REQUESTS).forEach(i -> slow.add(request.get()));
    await().atMost(TIMEOUT).until(() -> blocked() > before);
  }

  private void assertOthersAreServed() {
    ApiClient other = SERVER.client("akadmin");
    for (int i = 0; i < 5; i++) {
      JsonObject change = new JsonObject().put("connection_expiry", "hours=" + (i + 2));
      assertThat(other.get(Providers.PATH).statusCode()).isEqualTo(200);
      assertThat(other.get(own).statusCode()).isEqualTo(200);
      assertThat(other.start("PATCH", own, change).await().statusCode()).isEqualTo(200);
      assertThat(create(other).statusCode()).isEqualTo(201);
      assertThat(create(withKey(other)).statusCode()).isEqualTo(201);
    }
  }

  private static ApiClient slowCaller() {
    return SERVER.clientWho(
        "authentik_providers_rac.view_racprovider",
        "authentik_providers_rac.add_racprovider",
        "authentik_providers_rac.change_racprovider");
  }

  private static ApiClient withKey(ApiClient client) {
    return client.with(KEY, UUID.randomUUID().toString());
  }

  private static HttpResponse<Buffer> create(ApiClient client) {
    return client
        .start("POST", Providers.PATH, Providers.named("fair " + UUID.randomUUID()))
        .await();
  }

  private static String createdPath() {
    return Providers.PATH + Providers.pk(create(SERVER.client("akadmin"))) + "/";
  }

  private static String pk(String path) {
    return path.substring(Providers.PATH.length(), path.length() - 1);
  }

  private void hold(String sql) {
    holder.query(sql).execute().await();
  }

  private int blocked() {
    return pool.query(
            "SELECT pid FROM pg_stat_activity"
                + " WHERE datname = current_database() AND wait_event_type = 'Lock'")
        .execute()
        .await()
        .size();
  }
}
