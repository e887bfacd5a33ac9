package org.racprovider.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.config.DatabaseConfig;
import org.racprovider.support.EventLoop;
import org.racprovider.support.Postgres;

/** A statement that was prepared before its table was changed is tried again. */
@ExtendWith(VertxExtension.class)
class StalePlanIT {

  @RegisterExtension static final Postgres POSTGRES = Postgres.empty();

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final String READ = "SELECT * FROM item";

  private EventLoop eventLoop;
  private DatabaseClient database;

  @BeforeEach
  void connect(Vertx vertx) {
    eventLoop = new EventLoop(vertx);
    DatabaseConfig config = new DatabaseConfig(POSTGRES.uri(), 1, TIMEOUT, TIMEOUT);
    database = new DatabaseClient(vertx, config, 1);
    POSTGRES.execute("DROP TABLE IF EXISTS item");
    POSTGRES.execute("CREATE TABLE item AS SELECT 1 AS id");
  }

  @Test
  void executesStatementAgain() {
    // Given
    eventLoop.await(this::read);

    // When
    POSTGRES.execute("ALTER TABLE item ADD COLUMN name text");

    // Then
    assertThat(eventLoop.await(this::read).columnsNames()).containsExactly("id", "name");
  }

  @Test
  void executesTransactionAgain() {
    // Given
    eventLoop.await(this::insertAndRead);

    // When
    POSTGRES.execute("ALTER TABLE item ADD COLUMN name text");
    RowSet<Row> rows = eventLoop.await(this::insertAndRead);

    // Then
    assertThat(rows.columnsNames()).containsExactly("id", "name");
    assertThat(rows.size()).isEqualTo(3);
  }

  private Future<RowSet<Row>> read() {
    return database.execute("tester", READ, Tuple.tuple());
  }

  private Future<RowSet<Row>> insertAndRead() {
    return database.inTransaction(
        "tester",
        session ->
            session
                .query("INSERT INTO item (id) VALUES (2)")
                .execute()
                .compose(inserted -> session.preparedQuery(READ).execute()));
  }
}
