package org.racprovider.provider.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import org.racprovider.db.DatabaseClient;
import org.racprovider.provider.ProviderScope;

/**
 * A provider as the database has it, and how it is locked so that no change loses half of another.
 */
final class ProviderRow {

  private static final String LOCK = "SELECT pk FROM provider WHERE pk = $1 FOR NO KEY UPDATE";

  private static final String READ = "SELECT * FROM provider_representation WHERE pk = $1";

  private ProviderRow() {}

  /** Locks the row, then reads what is committed by then; 404 where there is none. */
  static Future<Row> lock(SqlConnection connection, int pk, ProviderScope scope) {
    return connection
        .preparedQuery(LOCK)
        .execute(Tuple.of(pk))
        .compose(locked -> read(connection, pk, scope));
  }

  /** Reads a row that this transaction has locked; 404 where there is none. */
  static Future<Row> read(SqlConnection connection, int pk, ProviderScope scope) {
    return connection
        .preparedQuery(READ)
        .execute(Tuple.of(pk))
        .map(rows -> only(rows.iterator(), scope));
  }

  /** Reads a row outside a transaction; 404 where there is none. */
  static Future<Row> read(DatabaseClient database, int pk, ProviderScope scope) {
    return database.execute(READ, Tuple.of(pk)).map(rows -> only(rows.iterator(), scope));
  }

  /** The row of a provider in this scope; 404 where there is none. */
  static Row only(RowIterator<Row> rows, ProviderScope scope) {
    if (rows.hasNext()) {
      Row row = rows.next();
      if (scope.holds(row.getString("type"))) {
        return row;
      }
    }
    throw scope.noSuchProvider();
  }
}
