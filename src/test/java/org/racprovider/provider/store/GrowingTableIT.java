package org.racprovider.provider.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.support.ApiClient;
import org.racprovider.support.Providers;
import org.racprovider.support.TestServer;

/**
 * A generic plan that was made for a small table does not read the whole table after it has grown.
 */
class GrowingTableIT {

  @RegisterExtension
  static final TestServer SERVER = TestServer.withDatabase(Map.of("RAC_CREATE_STATEMENTS", "1"));

  private final ApiClient client = SERVER.client("akadmin");
  private final Pool pool = SERVER.database().pool(SERVER.vertx());

  @Test
  void createsWithoutReadingTheWholeTable() throws InterruptedException {
    // Given
    SERVER.database().execute("ANALYZE provider");
    create("planned while the table is small");
    SERVER
        .database()
        .execute(
            "INSERT INTO provider (type, name, authorization_flow)"
                + " SELECT 'rac', 'grown ' || n, (SELECT min(pk::text)::uuid FROM flow)"
                + " FROM generate_series(1, 20000) AS n");
    long before = rowsRead("seq_tup_read", "provider");

    // When
    for (int n = 0; n < 10; n++) {
      create("when it has grown " + n);
    }

    // Then
    assertThat(rowsRead("seq_tup_read", "provider") - before).isLessThan(20_000);
  }

  @Test
  void numbersEventsWithoutReadingAllNumberedBatches() throws InterruptedException {
    // Given
    create("numbered while the table is small");
    SERVER
        .database()
        .execute(
            "BEGIN; INSERT INTO event_batch (id, events) OVERRIDING SYSTEM VALUE"
                + " SELECT -n, '{}' FROM generate_series(1, 20000) AS n; ANALYZE event_batch;"
                + " UPDATE event_batch SET position = id WHERE id < 0; COMMIT");
    long before = rowsRead("idx_tup_fetch", "event_batch");

    // When
    for (int n = 0; n < 10; n++) {
      create("numbered when it has grown " + n);
    }

    // Then
    assertThat(rowsRead("idx_tup_fetch", "event_batch") - before).isLessThan(20_000);
  }

  private void create(String name) {
    JsonObject fields =
        Providers.named(name)
            .put("property_mappings", JsonArray.of("0ba9ba9b-0000-4000-8000-000000000001"));
    assertThat(client.send("POST", "/api/v3/providers/rac/", fields).statusCode()).isEqualTo(201);
  }

  /** PostgreSQL publishes the counters of a session within a second. */
  private long rowsRead(String how, String table) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(1500);
    return pool.preparedQuery(
            "SELECT CASE $1 WHEN 'seq_tup_read' THEN seq_tup_read ELSE idx_tup_fetch END"
                + " FROM pg_stat_user_tables WHERE relname = $2")
        .execute(Tuple.of(how, table))
        .await()
        .iterator()
        .next()
        .getLong(0);
  }
}
