package org.racprovider.provider.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import org.racprovider.db.DatabaseClient;
import org.racprovider.provider.ProviderScope;

/**
 * Reads providers, and locks one before a change, so that concurrent changes do not overwrite each
 * other.
 */
final class ProviderRow {

  private static final String LOCK = "SELECT pk FROM provider WHERE pk = $1 FOR NO KEY UPDATE";

  private static final String READ = "SELECT * FROM provider_representation WHERE pk = $1";

  private ProviderRow() {}

  /** The scope whose representation of the provider is the most complete. */
  static ProviderScope scope(Row row) {
    return ProviderScope.RAC.includes(row.getString("type"))
        ? ProviderScope.RAC
        : ProviderScope.ALL;
  }

  /** Locks the row, then reads its committed state; 404 if it does not exist. */
  static Future<Row> lock(SqlConnection connection, int pk, ProviderScope scope) {
    return connection
        .preparedQuery(LOCK)
        .execute(Tuple.of(pk))
        .compose(locked -> read(connection, pk, scope));
  }

  /** Reads a row that this transaction has locked; 404 if it does not exist. */
  static Future<Row> read(SqlConnection connection, int pk, ProviderScope scope) {
    return connection
        .preparedQuery(READ)
        .execute(Tuple.of(pk))
        .map(rows -> only(rows.iterator(), scope));
  }

  /** Reads a row outside a transaction; 404 if it does not exist. */
  static Future<Row> read(DatabaseClient database, int pk, ProviderScope scope) {
    return database.execute(READ, Tuple.of(pk)).map(rows -> only(rows.iterator(), scope));
  }

  /** The first row, if its provider belongs to the scope; otherwise 404. */
  static Row only(RowIterator<Row> rows, ProviderScope scope) {
    if (rows.hasNext()) {
      Row row = rows.next();
      if (scope.includes(row.getString("type"))) {
        return row;
      }
    }
    throw scope.noSuchProvider();
  }
}
