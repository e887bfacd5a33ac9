package org.racprovider.db;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.TransactionRollbackException;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.racprovider.config.DatabaseConfig.SessionConfig;

/**
 * Connections with session settings. Where a pooler does not keep the settings of a session, each
 * statement runs in a transaction that sets them first. Confined to one event loop.
 */
final class SessionPool {

  private static final String SET_FOR_TRANSACTION =
      """
      SELECT set_config(name, value, true)
      FROM unnest($1::text[], $2::text[]) AS setting (name, value)
      """;

  private static final String WRITABLE =
      "SELECT current_setting('transaction_read_only') = 'off' AS writable";

  private final CountedPool pool;
  private final Map<String, String> settings;

  /**
   * @param size the maximum number of connections; for a limited time there may be twice as many,
   *     if some are given up because they do not respond
   * @param connectTimeout how long a statement waits for a connection
   */
  SessionPool(Vertx vertx, SessionConfig sessions, int size, Duration connectTimeout) {
    ConnectionCount count = new ConnectionCount(size, sessions.hasBackends());
    this.pool = new CountedPool(vertx, () -> pool(vertx, sessions), size, count, connectTimeout);
    this.settings = sessions.eachTransaction();
  }

  Future<RowSet<Row>> execute(String sql, Tuple values, Duration deadline) {
    return pool.run(statement(sql, values), deadline);
  }

  /** Fails, and gives the connections up, if the database accepts no changes. */
  Future<Void> checkWritable(Duration deadline) {
    return pool.run(
        connection ->
            statement(WRITABLE, Tuple.tuple())
                .apply(connection)
                .compose(SessionPool::requireWritable),
        deadline);
  }

  <T> Future<T> inTransaction(Function<SqlConnection, Future<T>> statements, Duration deadline) {
    return pool.run(retried(connection -> transaction(connection, statements)), deadline);
  }

  Future<Void> close() {
    return pool.close();
  }

  private Function<SqlConnection, Future<RowSet<Row>>> statement(String sql, Tuple values) {
    Function<SqlConnection, Future<RowSet<Row>>> statement =
        connection -> connection.preparedQuery(sql).execute(values);
    return retried(
        settings.isEmpty() ? statement : connection -> transaction(connection, statement));
  }

  /**
   * Tries again on the same connection when a prepared statement has become invalid, because its
   * table or view was changed. The driver has forgotten that statement then.
   */
  private static <T> Function<SqlConnection, Future<T>> retried(
      Function<SqlConnection, Future<T>> work) {
    return connection ->
        work.apply(connection)
            .recover(
                cause ->
                    SqlFailures.isStalePlan(cause)
                        ? work.apply(connection)
                        : Future.failedFuture(cause));
  }

  private <T> Future<T> transaction(
      SqlConnection connection, Function<SqlConnection, Future<T>> statements) {
    return connection
        .begin()
        .compose(
            transaction ->
                applySettings(connection)
                    .compose(applied -> statements.apply(connection))
                    .compose(
                        result -> transaction.commit().map(result),
                        cause -> rollBack(transaction, cause)));
  }

  private static Future<Void> requireWritable(RowSet<Row> rows) {
    return rows.iterator().next().getBoolean("writable")
        ? Future.succeededFuture()
        : Future.failedFuture(SqlFailures.readOnly());
  }

  private Future<?> applySettings(SqlConnection connection) {
    if (settings.isEmpty()) {
      return Future.succeededFuture();
    }
    Tuple values =
        Tuple.tuple()
            .addArrayOfString(settings.keySet().toArray(String[]::new))
            .addArrayOfString(settings.values().toArray(String[]::new));
    return connection.preparedQuery(SET_FOR_TRANSACTION).execute(values);
  }

  private static <T> Future<T> rollBack(Transaction transaction, Throwable cause) {
    return cause instanceof TransactionRollbackException
        ? Future.failedFuture(cause)
        : transaction.rollback().transform(rolledBack -> Future.failedFuture(cause));
  }

  private static Pool pool(Vertx vertx, SessionConfig sessions) {
    return PgBuilder.pool()
        .with(new PoolOptions().setName("postgres").setMaxSize(1))
        .connectingTo(sessions.options())
        .using(vertx)
        .build();
  }
}
