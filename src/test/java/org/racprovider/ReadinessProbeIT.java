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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.support.Providers;
import org.racprovider.support.TestServer;

/** The readiness probe distinguishes a busy database from an unreachable one. */
class ReadinessProbeIT {

  private static final int POOL_SIZE = 8;

  /** What one caller may use: two connections are kept for reads, two for creates with a key. */
  private static final int CHANGES = 3;

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final String PROVIDER = Providers.PATH + "1/";

  @RegisterExtension
  static final TestServer SERVER =
      TestServer.withDatabase(
          Map.of(
              "RAC_DATABASE_POOL_SIZE",
              Integer.toString(POOL_SIZE),
              "RAC_DATABASE_STATEMENT_TIMEOUT",
              "60"));

  @Test
  void succeedsWhileEveryChangeWaitsForALock() {
    // Given
    Pool pool = SERVER.database().pool(SERVER.vertx());
    SqlConnection holder = pool.getConnection().await();
    holder.query("SET idle_in_transaction_session_timeout = 0").execute().await();
    holder.begin().await();
    holder.query("SELECT pk FROM provider WHERE pk = 1 FOR UPDATE").execute().await();
    List<Future<HttpResponse<Buffer>>> changes = change(3 * CHANGES);
    await().atMost(TIMEOUT).until(() -> blocked(pool) == CHANGES);

    // When
    await().atMost(TIMEOUT).until(ReadinessProbeIT::isReady);
    int blockedThen = blocked(pool);
    holder.query("ROLLBACK").execute().await();

    // Then: a change that waits longer than 1 s for a connection gets 503
    assertThat(blockedThen).isEqualTo(CHANGES);
    assertThat(Future.all(changes).await().<HttpResponse<Buffer>>list())
        .extracting(changed -> changed.statusCode())
        .contains(200)
        .isSubsetOf(200, 503);
  }

  private static List<Future<HttpResponse<Buffer>>> change(int times) {
    List<Future<HttpResponse<Buffer>>> changes = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      JsonObject body = new JsonObject().put("connection_expiry", "hours=" + (i + 1));
      changes.add(SERVER.client("akadmin").start("PATCH", PROVIDER, body));
    }
    return changes;
  }

  private static boolean isReady() {
    return SERVER.client().get("/-/health/ready/").statusCode() == 200;
  }

  private static int blocked(Pool pool) {
    return pool.query(
            "SELECT pid FROM pg_stat_activity"
                + " WHERE datname = current_database() AND wait_event_type = 'Lock'")
        .execute()
        .await()
        .size();
  }
}
