package org.racprovider.db;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The pool, with a deadline on everything that is asked of it: the driver has no query time-out,
 * and {@code statement_timeout} does not help when the network or the server is silent.
 */
public final class DatabaseClient {

  private static final Duration GRACE = Duration.ofMillis(500);

  private final Pool pool;
  private final long deadlineMillis;

  DatabaseClient(Pool pool, Duration statementTimeout) {
    this.pool = pool;
    this.deadlineMillis = statementTimeout.plus(GRACE).toMillis();
  }

  /** Runs one prepared statement, which is a transaction of its own; fails as the driver does. */
  public Future<RowSet<Row>> execute(String sql, Tuple values) {
    return withDeadline(pool.preparedQuery(sql).execute(values));
  }

  /** Runs several statements as one transaction; fails as the driver or the function does. */
  public <T> Future<T> inTransaction(Function<SqlConnection, Future<T>> statements) {
    return withDeadline(pool.withTransaction(statements));
  }

  Future<Void> close() {
    return pool.close();
  }

  private <T> Future<T> withDeadline(Future<T> answer) {
    return answer.timeout(deadlineMillis, TimeUnit.MILLISECONDS);
  }
}
