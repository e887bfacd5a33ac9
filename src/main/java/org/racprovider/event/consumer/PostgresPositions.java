package org.racprovider.event.consumer;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/**
 * Stores positions in the table {@code event_consumer} of the server's database, by the consumer's
 * name. Only one process at a time should use a name.
 */
public final class PostgresPositions implements PositionStore {

  private static final String LOAD = "SELECT position FROM event_consumer WHERE name = $1";

  private static final String SAVE =
      """
      INSERT INTO event_consumer (name, position) VALUES ($1, $2)
      ON CONFLICT (name) DO UPDATE SET position = excluded.position
      """;

  private final SqlClient client;
  private final String consumer;

  /**
   * @param client of the server's database; the caller closes it
   * @param consumer the consumer's name
   */
  public PostgresPositions(SqlClient client, String consumer) {
    this.client = client;
    this.consumer = consumer;
  }

  @Override
  public Future<Optional<Long>> load() {
    return client.preparedQuery(LOAD).execute(Tuple.of(consumer)).map(PostgresPositions::position);
  }

  @Override
  public Future<Void> save(long position) {
    return client.preparedQuery(SAVE).execute(Tuple.of(consumer, position)).mapEmpty();
  }

  private static Optional<Long> position(RowSet<Row> rows) {
    return rows.size() == 0
        ? Optional.empty()
        : Optional.of(rows.iterator().next().getLong("position"));
  }
}
