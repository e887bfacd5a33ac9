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

  private final ReplaceablePool pool;
  private final Map<String, String> settings;

  /**
   * @param size the maximum number of connections
   * @param connectTimeout how long a statement waits for a connection
   */
  SessionPool(Vertx vertx, SessionConfig sessions, int size, Duration connectTimeout) {
    this.pool = new ReplaceablePool(vertx, () -> pool(vertx, sessions, size), connectTimeout);
    this.settings = sessions.eachTransaction();
  }

  Future<RowSet<Row>> execute(String sql, Tuple values, Duration deadline) {
    return pool.run(statement(sql, values), deadline);
  }

  /** Runs a statement that checks the database: see {@link ReplaceablePool#probe}. */
  Future<RowSet<Row>> probe(String sql, Duration deadline) {
    return pool.probe(statement(sql, Tuple.tuple()), deadline);
  }

  <T> Future<T> inTransaction(Function<SqlConnection, Future<T>> statements, Duration deadline) {
    return pool.run(connection -> transaction(connection, statements), deadline);
  }

  Future<Void> close() {
    return pool.close();
  }

  private Function<SqlConnection, Future<RowSet<Row>>> statement(String sql, Tuple values) {
    Function<SqlConnection, Future<RowSet<Row>>> statement =
        connection -> connection.preparedQuery(sql).execute(values);
    return settings.isEmpty() ? statement : connection -> transaction(connection, statement);
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

  private static Pool pool(Vertx vertx, SessionConfig sessions, int size) {
    return PgBuilder.pool()
        .with(new PoolOptions().setName("postgres").setMaxSize(size))
        .connectingTo(sessions.options())
        .using(vertx)
        .build();
  }
}
