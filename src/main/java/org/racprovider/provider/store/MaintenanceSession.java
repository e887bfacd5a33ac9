package org.racprovider.provider.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.racprovider.bus.Failure;
import org.racprovider.config.DatabaseConfig;
import org.racprovider.db.SingleSession;

/** The database session of the maintenance. Only the session that holds the lock does the work. */
final class MaintenanceSession {

  /** Each list adds up the changes that are not counted yet, so they must be few. */
  private static final int MAX_UNCOUNTED_CHANGES = 256;

  /** Counting costs more with each stored provider, so while changes go on, it waits for more. */
  private static final int ROUNDS_PER_COUNTING = 4;

  /** Merging many rows into the search index costs little more than merging few. */
  private static final int ROWS_TO_MERGE = 16_384;

  /** PostgreSQL cancels and rolls back a statement that takes too long. */
  private static final int KEYS_TO_DELETE = 5000;

  /** Counting a hundred million providers takes some minutes. */
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private final SingleSession session;
  private final SqlConnection connection;
  private final long responseMillis;
  private boolean leading;
  private long lastUncountedRows;
  private int roundsSinceCounting;

  /** Another node may have left rows. */
  private long unmergedRows = 1;

  private MaintenanceSession(
      SingleSession session, SqlConnection connection, DatabaseConfig config) {
    this.session = session;
    this.connection = connection;
    this.responseMillis = config.responseTimeout().toMillis();
  }

  /** The connections of the sessions that are opened one after the other. */
  static SingleSession connections(Vertx vertx, DatabaseConfig config) {
    return new SingleSession(vertx, config.lockingOptions(), config.responseTimeout());
  }

  /**
   * Connects to the database.
   *
   * @param session has no connection now
   */
  static Future<MaintenanceSession> open(SingleSession session, DatabaseConfig config) {
    return session.open().map(connection -> new MaintenanceSession(session, connection, config));
  }

  Future<Void> close() {
    return session.close();
  }

  /** Does what is due if this session has the lock. Returns whether it has the lock. */
  Future<Boolean> round() {
    return hasLock()
        .compose(locked -> locked ? maintain().map(true) : Future.succeededFuture(false))
        .timeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Deletes all old idempotency keys, in batches. */
  Future<Void> deleteOldKeys() {
    return connection
        .preparedQuery(MaintenanceStatements.DELETE_OLD_KEYS)
        .execute(Tuple.of(KEYS_TO_DELETE))
        .compose(
            deleted ->
                deleted.rowCount() < KEYS_TO_DELETE ? Future.succeededFuture() : deleteOldKeys());
  }

  private Future<Boolean> hasLock() {
    return leading
        ? Future.succeededFuture(true)
        : firstRow(MaintenanceStatements.TRY_LOCK)
            .map(row -> row.getBoolean(0))
            .onSuccess(locked -> leading = locked);
  }

  private Future<Void> maintain() {
    return firstRow(MaintenanceStatements.STATE).compose(this::maintain);
  }

  private Future<Void> maintain(Row state) {
    if (state.getBoolean("read_only")) {
      // The next session may reach another server, which has become the primary.
      return Future.failedFuture(Failure.unavailable());
    }
    long uncountedRows = state.getLong("rows");
    boolean quiet = uncountedRows == lastUncountedRows;
    unmergedRows += Math.max(0, uncountedRows - lastUncountedRows);
    lastUncountedRows = uncountedRows;
    roundsSinceCounting++;
    return count(state, quiet).compose(ignored -> mergeIfDue(quiet));
  }

  private Future<Void> count(Row state, boolean quiet) {
    if (!state.getBoolean("valid")) {
      return count(MaintenanceStatements.COUNT_ALL);
    }
    boolean due =
        quiet
            ? lastUncountedRows > 0
            : roundsSinceCounting >= ROUNDS_PER_COUNTING
                && state.getLong("changes") >= MAX_UNCOUNTED_CHANGES;
    return due ? count(MaintenanceStatements.COUNT) : Future.succeededFuture();
  }

  private Future<Void> count(String sql) {
    return connection
        .begin()
        .compose(
            transaction ->
                execute(MaintenanceStatements.ONE_SNAPSHOT)
                    .compose(ignored -> execute(sql))
                    .compose(ignored -> execute(MaintenanceStatements.SPLIT_RANGES))
                    .compose(ignored -> execute(MaintenanceStatements.SUM_UP))
                    .compose(ignored -> execute(MaintenanceStatements.DELETE_COUNTED_CHANGES))
                    .compose(ignored -> transaction.commit()))
        .compose(ignored -> execute(MaintenanceStatements.VACUUM))
        .onSuccess(
            ignored -> {
              lastUncountedRows = 0;
              roundsSinceCounting = 0;
            })
        .mapEmpty();
  }

  private Future<Void> mergeIfDue(boolean quiet) {
    if (unmergedRows < ROWS_TO_MERGE && !(quiet && unmergedRows > 0)) {
      return Future.succeededFuture();
    }
    unmergedRows = 0;
    return execute(MaintenanceStatements.MERGE_SEARCH_INDEX).mapEmpty();
  }

  private Future<Row> firstRow(String sql) {
    return connection
        .preparedQuery(sql)
        .execute()
        .timeout(responseMillis, TimeUnit.MILLISECONDS)
        .map(rows -> rows.iterator().next());
  }

  private Future<?> execute(String sql) {
    return connection.query(sql).execute();
  }
}
