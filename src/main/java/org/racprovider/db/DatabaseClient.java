package org.racprovider.db;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.function.Function;
import org.racprovider.config.DatabaseConfig;

/**
 * The database, with a limit and a deadline on everything that is asked of it: the driver has no
 * query time-out, and {@code statement_timeout} does not help when the network or the server is
 * silent. Confined to one event loop.
 */
public final class DatabaseClient {

  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int MOST_WAITING = 1024;

  /** However many statements run, a probe finds a connection. */
  private static final int FOR_PROBES = 1;

  /** More than the caller may have in flight, so that none of them waits for a connection. */
  private static final int MOST_PLANNED_ONCE = 100;

  private final StatementQueue admission;
  private final SessionPool pool;
  private final SessionPool planningOnce;
  private final Duration deadline;

  public DatabaseClient(Vertx vertx, DatabaseConfig config, MeterRegistry registry) {
    this.admission =
        new StatementQueue(
            vertx, new StatementQueue.Limits(config.poolSize(), MOST_WAITING, PATIENCE));
    int connections = config.poolSize() + FOR_PROBES;
    this.pool = new SessionPool(vertx, config.sessions(), connections, PATIENCE);
    this.planningOnce =
        new SessionPool(vertx, config.genericPlanSessions(), MOST_PLANNED_ONCE, PATIENCE);
    this.deadline = config.responseTimeout();
    registry.gauge("rac.database.connections.active", admission, StatementQueue::running);
    registry.gauge("rac.database.waiting", admission, StatementQueue::waiting);
  }

  /** Runs one prepared statement, which is a transaction of its own; fails as the driver does. */
  public Future<RowSet<Row>> execute(String sql, Tuple values) {
    return admission.run(() -> pool.execute(sql, values, deadline));
  }

  /**
   * Asks the database something, however many statements wait for their turn. It goes the way of
   * the other statements, so that one that gets no answer tells of them too.
   */
  Future<RowSet<Row>> probe(String sql, Duration deadline) {
    return pool.probe(sql, deadline);
  }

  /**
   * Runs one prepared statement whose plan does not depend on its values, and costs more to make
   * than to carry out. The caller sees to it that few of them are in flight at once.
   */
  public Future<RowSet<Row>> executePlannedOnce(String sql, Tuple values) {
    return planningOnce.execute(sql, values, deadline);
  }

  /** Runs several statements as one transaction; fails as the driver or the function does. */
  public <T> Future<T> inTransaction(Function<SqlConnection, Future<T>> statements) {
    return admission.run(() -> pool.inTransaction(statements, deadline));
  }

  Future<Void> close() {
    return Future.join(pool.close(), planningOnce.close()).mapEmpty();
  }
}
