package org.racprovider.db;

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
 * Runs statements with a limit on their number and a deadline for each: the driver has no query
 * timeout, and {@code statement_timeout} does not help when the network or the server is silent.
 * Confined to one event loop.
 */
public final class DatabaseClient {

  /** The timeout for a connection. */
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

  /** Kept free of other statements, so that a probe always finds a connection. */
  private static final int PROBE_CONNECTIONS = 1;

  private final StatementQueues queues;
  private final SessionPool pool;
  private final SessionPool createPool;
  private final Duration deadline;

  /**
   * @param createStatements how many statements of creates the caller has in flight at most
   */
  public DatabaseClient(Vertx vertx, DatabaseConfig config, int createStatements) {
    this.queues = new StatementQueues(vertx, config.poolSize());
    int connections = config.poolSize() + PROBE_CONNECTIONS;
    this.pool = new SessionPool(vertx, config.sessions(), connections, CONNECT_TIMEOUT);
    this.createPool =
        new SessionPool(vertx, config.createSessions(), createStatements, CONNECT_TIMEOUT);
    this.deadline = config.responseTimeout();
  }

  /** How many statements and transactions run, without those of creates. Safe on any thread. */
  public int running() {
    return queues.running();
  }

  /** How many statements and transactions wait for a connection. Safe on any thread. */
  public int waiting() {
    return queues.waiting();
  }

  /** Runs one prepared statement that reads, for this subject; fails as the driver does. */
  public Future<RowSet<Row>> execute(String subject, String sql, Tuple values) {
    return queues.read(subject, () -> pool.execute(sql, values, deadline));
  }

  /** Runs one prepared statement that belongs to a change, so that it does not wait for reads. */
  public Future<RowSet<Row>> executeForChange(String subject, String sql, Tuple values) {
    return queues.change(subject, () -> pool.execute(sql, values, deadline));
  }

  /**
   * Runs a statement that checks the database, ahead of the statements that wait. It uses the same
   * pool, so that it fails when they would fail. If the database accepts no changes, it fails and
   * other connections are opened, which may reach another server.
   */
  Future<Void> checkWritable(Duration deadline) {
    return pool.checkWritable(deadline);
  }

  /**
   * Runs one prepared statement of creates with a generic plan: its plan does not depend on its
   * values, and planning it costs more than executing it. The caller limits how many are in flight.
   */
  public Future<RowSet<Row>> executeCreates(String sql, Tuple values) {
    return queues.create(() -> createPool.execute(sql, values, deadline));
  }

  /**
   * Runs several statements of a change as one transaction, for this subject; fails as the driver
   * or the function does.
   */
  public <T> Future<T> inTransaction(
      String subject, Function<SqlConnection, Future<T>> statements) {
    return queues.change(subject, () -> pool.inTransaction(statements, deadline));
  }

  /** The same, for a create with an idempotency key, which does not wait for changes. */
  public <T> Future<T> keyedCreate(String subject, Function<SqlConnection, Future<T>> statements) {
    return queues.keyedCreate(subject, () -> pool.inTransaction(statements, deadline));
  }

  Future<Void> close() {
    return Future.join(pool.close(), createPool.close()).mapEmpty();
  }
}
