package org.racprovider.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.config.DatabaseConfig;
import org.racprovider.support.Postgres;

@ExtendWith(VertxExtension.class)
class SessionSettingsIT {

  private static final String JIT = "SELECT current_setting('jit')";

  @RegisterExtension static final Postgres POSTGRES = Postgres.empty();

  private DatabaseConfig config;

  @BeforeEach
  void enableJitInTheDatabase() {
    POSTGRES.execute(
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET jit = on', current_database()); END $$");
    config = POSTGRES.database();
  }

  @Test
  void requestsRunWithoutJit(Vertx vertx) {
    // Given
    DatabaseClient client = new DatabaseClient(vertx, config, 4);

    // Then
    assertThat(value(client.execute("tester", JIT, Tuple.tuple()))).isEqualTo("off");
    assertThat(value(client.executeCreates(JIT, Tuple.tuple()))).isEqualTo("off");
    client.close().await();
  }

  @Test
  void theRelayRunsWithoutJit(Vertx vertx) {
    // Given
    PgConnection connection =
        PgConnection.connect(vertx, config.genericPlanLockingOptions()).await();

    // Then
    assertThat(value(connection.query(JIT).execute())).isEqualTo("off");
    connection.close().await();
  }

  private static String value(Future<RowSet<Row>> rows) {
    return rows.await().iterator().next().getString(0);
  }
}
