package org.racprovider.provider.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import org.racprovider.provider.ProviderScope;

/**
 * Reads a provider in a transaction, and locks it before a change, so that concurrent changes do
 * not overwrite each other. The settings may be larger than the memory, so they are read only when
 * they are needed.
 */
final class ProviderRow {

  /**
   * The sizes of a locked row.
   *
   * @param bytes without the settings
   * @param settings 0 if it was not asked for
   */
  record Locked(int bytes, int settings) {

    int withSettings() {
      return bytes + settings;
    }
  }

  private static final String LOCK =
      """
      SELECT %s AS bytes, CASE WHEN $2 THEN %s ELSE 0 END AS settings
      FROM provider WHERE pk = $1 FOR NO KEY UPDATE
      """
          .formatted(ProviderColumns.bytesWithoutSettings(), ProviderColumns.bytesOfSettings());

  private static final String READ = ProviderColumns.select() + " WHERE provider.pk = $1";

  private static final String READ_WITHOUT_SETTINGS =
      ProviderColumns.selectWithoutSettings() + " WHERE provider.pk = $1";

  private ProviderRow() {}

  /** The scope whose representation of the provider is the most complete. */
  static ProviderScope scope(Row row) {
    return ProviderScope.RAC.includes(row.getString("type"))
        ? ProviderScope.RAC
        : ProviderScope.ALL;
  }

  /**
   * Locks the row and reads its size; 404 if it does not exist.
   *
   * @param sizeOfSettings whether the size of the settings is needed
   */
  static Future<Locked> lock(
      SqlConnection connection, int pk, ProviderScope scope, boolean sizeOfSettings) {
    return connection
        .preparedQuery(LOCK)
        .execute(Tuple.of(pk, sizeOfSettings))
        .map(
            rows -> {
              if (rows.size() == 0) {
                throw scope.noSuchProvider();
              }
              Row row = rows.iterator().next();
              return new Locked(row.getInteger("bytes"), row.getInteger("settings"));
            });
  }

  /**
   * Reads the committed state of a row that this transaction has locked; 404 if it is not in the
   * scope. The caller must have memory for it.
   */
  static Future<Row> read(
      SqlConnection connection, int pk, ProviderScope scope, boolean withSettings) {
    return connection
        .preparedQuery(withSettings ? READ : READ_WITHOUT_SETTINGS)
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
