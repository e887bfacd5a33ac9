package org.racprovider.db;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.TransactionRollbackException;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.function.Function;
import org.racprovider.config.Database;

/**
 * The database, with a limit and a deadline on everything that is asked of it: the driver has no
 * query time-out, and {@code statement_timeout} does not help when the network or the server is
 * silent. Confined to one event loop.
 */
public final class DatabaseClient {

  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofMillis(500);
  private static final int MOST_WAITING = 1024;

  /** More than the caller may have in flight, so that none of them waits for a connection. */
  private static final int MOST_PLANNED_ONCE = 100;

  private final Admission admission;
  private final ReplaceablePool pool;
  private final ReplaceablePool planningOnce;
  private final Duration deadline;

  public DatabaseClient(Vertx vertx, Database config, MeterRegistry registry) {
    this.admission =
        new Admission(vertx, new Admission.Limits(config.poolSize(), MOST_WAITING, PATIENCE));
    this.pool =
        new ReplaceablePool(
            () -> pool(vertx, config.connectOptions(), config.poolSize()), PATIENCE);
    this.planningOnce =
        new ReplaceablePool(() -> pool(vertx, config.planningOnce(), MOST_PLANNED_ONCE), PATIENCE);
    this.deadline = config.statementTimeout().plus(GRACE);
    registry.gauge("rac.database.connections.active", admission, Admission::running);
    registry.gauge("rac.database.waiting", admission, Admission::waiting);
  }

  /** Runs one prepared statement, which is a transaction of its own; fails as the driver does. */
  public Future<RowSet<Row>> execute(String sql, Tuple values) {
    return execute(sql, values, deadline);
  }

  /** The same with a deadline of its own; to miss it means that the database is silent. */
  public Future<RowSet<Row>> execute(String sql, Tuple values, Duration deadline) {
    return admission.run(
        () -> pool.run(connection -> connection.preparedQuery(sql).execute(values), deadline));
  }

  /**
   * Runs one prepared statement whose plan does not depend on its values, and costs more to make
   * than to carry out. The caller sees to it that few of them are in flight at once.
   */
  public Future<RowSet<Row>> executePlannedOnce(String sql, Tuple values) {
    return planningOnce.run(connection -> connection.preparedQuery(sql).execute(values), deadline);
  }

  /** Runs several statements as one transaction; fails as the driver or the function does. */
  public <T> Future<T> inTransaction(Function<SqlConnection, Future<T>> statements) {
    return admission.run(
        () -> pool.run(connection -> transaction(connection, statements), deadline));
  }

  Future<Void> close() {
    return Future.join(pool.close(), planningOnce.close()).mapEmpty();
  }

  private static <T> Future<T> transaction(
      SqlConnection connection, Function<SqlConnection, Future<T>> statements) {
    return connection
        .begin()
        .compose(
            begun ->
                Future.succeededFuture(connection)
                    .compose(statements)
                    .compose(result -> begun.commit().map(result), cause -> undo(begun, cause)));
  }

  private static <T> Future<T> undo(Transaction begun, Throwable cause) {
    return cause instanceof TransactionRollbackException
        ? Future.failedFuture(cause)
        : begun.rollback().transform(undone -> Future.failedFuture(cause));
  }

  private static Pool pool(Vertx vertx, PgConnectOptions options, int size) {
    return PgBuilder.pool()
        .with(new PoolOptions().setName("postgres").setMaxSize(size))
        .connectingTo(options)
        .using(vertx)
        .build();
  }
}
