package org.racprovider.db;

import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;

/**
 * One connection that a {@link ConnectionCount} counts. It is a pool of the driver that holds one
 * connection: unlike a connection, it can be closed while a statement runs.
 */
final class CountedConnection {

  private final Pool pool;
  private final ConnectionCount count;
  private int processId;
  private long connected;
  private long lastResponse;
  private boolean givenUp;

  /**
   * @param pool holds one connection
   * @param count has counted this connection
   */
  CountedConnection(Pool pool, ConnectionCount count) {
    this.pool = pool;
    this.count = count;
  }

  /** Opens the connection, unless it is open. */
  Future<SqlConnection> get() {
    return pool.getConnection().onSuccess(this::recordConnection);
  }

  boolean isGivenUp() {
    return givenUp;
  }

  /** When the last response arrived, as {@link System#nanoTime} says. */
  long lastResponse() {
    return lastResponse;
  }

  void recordResponse() {
    lastResponse = System.nanoTime();
  }

  /** A time at which its present session was open, as {@link System#nanoTime} says. */
  long connected() {
    return connected;
  }

  /** Closes it at once, also while a statement runs. */
  Future<Void> giveUp() {
    givenUp = true;
    count.giveUp(processId, connected);
    return pool.close();
  }

  /** Ends the attempt to open it. */
  Future<Void> giveUpAttempt() {
    givenUp = true;
    count.giveUpAttempt();
    return pool.close();
  }

  /** The attempt to open it has failed. */
  Future<Void> remove() {
    givenUp = true;
    count.removeRefused();
    return pool.close();
  }

  Future<Void> close() {
    return pool.close();
  }

  /** The pool replaces a connection that was lost. */
  private void recordConnection(SqlConnection connection) {
    int current = PgConnection.cast(connection).processId();
    if (current != processId) {
      processId = current;
      connected = System.nanoTime();
      lastResponse = connected;
    }
  }
}
