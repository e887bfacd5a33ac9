package org.racprovider.provider.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import org.racprovider.provider.ProviderScope;

/**
 * Reads a provider in a transaction, and locks it before a change, so that concurrent changes do
 * not overwrite each other.
 */
final class ProviderRow {

  private static final String LOCK =
      "SELECT %s AS bytes FROM provider WHERE pk = $1 FOR NO KEY UPDATE"
          .formatted(ProviderColumns.bytes());

  private static final String READ = ProviderColumns.select() + " WHERE provider.pk = $1";

  private ProviderRow() {}

  /** The scope whose representation of the provider is the most complete. */
  static ProviderScope scope(Row row) {
    return ProviderScope.RAC.includes(row.getString("type"))
        ? ProviderScope.RAC
        : ProviderScope.ALL;
  }

  /**
   * Locks the row, reserves memory for it, then reads its committed state. Fails with 404 if it
   * does not exist, and with 503 if there is too little memory.
   */
  static Future<Row> lock(SqlConnection connection, int pk, ProviderScope scope, RowMemory memory) {
    return connection
        .preparedQuery(LOCK)
        .execute(Tuple.of(pk))
        .compose(
            locked -> {
              memory.reserveFor(locked);
              return read(connection, pk, scope);
            });
  }

  /** Reads a row that this transaction has locked; 404 if it does not exist. */
  static Future<Row> read(SqlConnection connection, int pk, ProviderScope scope) {
    return connection
        .preparedQuery(READ)
        .execute(Tuple.of(pk))
        .map(rows -> only(rows.iterator(), scope));
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
