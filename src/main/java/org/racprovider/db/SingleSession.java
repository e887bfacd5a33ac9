package org.racprovider.db;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.racprovider.bus.Failure;

/**
 * One session with PostgreSQL at a time, for work that holds a lock. When a session is replaced,
 * the next one ends it, wherever it hangs. There are never more than two connections. Confined to
 * one event loop.
 */
public final class SingleSession {

  /** How often a session looks whether the one before it has ended. */
  private static final int CHECKS = 4;

  private static final Duration CANCEL_TIMEOUT = Duration.ofMillis(300);
  private static final Duration CHECK_PAUSE = Duration.ofMillis(50);

  private final Vertx vertx;
  private final PgConnectOptions options;
  private final Duration timeout;
  private final ConnectionCount count = new ConnectionCount(1, true);
  private CountedConnection current;
  private PgConnection session;
  private Future<?> givingUp = Future.succeededFuture();

  /**
   * @param options of a connection to PostgreSQL itself
   * @param timeout how long the database may take to open a session
   */
  public SingleSession(Vertx vertx, PgConnectOptions options, Duration timeout) {
    this.vertx = vertx;
    this.options = options;
    this.timeout = timeout;
  }

  /**
   * Opens a session, as soon as {@link #close} has given up the one before. Fails with {@link
   * Failure.Kind#UNAVAILABLE} as long as the end of two others is not known, with a {@link
   * TimeoutException}, and as the driver does.
   */
  public Future<PgConnection> open() {
    return givingUp.compose(ignored -> connect());
  }

  private Future<PgConnection> connect() {
    if (!count.tryOpen()) {
      return Future.failedFuture(Failure.unavailable());
    }
    CountedConnection opening = new CountedConnection(pool(), count);
    Future<SqlConnection> connecting = opening.get();
    return limited(connecting)
        .onFailure(
            cause -> {
              if (connecting.isComplete()) {
                opening.remove();
              } else {
                opening.giveUpAttempt();
              }
            })
        .onSuccess(connection -> use(opening, connection))
        .compose(
            connection ->
                limited(endOthers(connection, CHECKS))
                    .onFailure(cause -> close())
                    .map(PgConnection.cast(connection)));
  }

  /** Cancels the statement that runs, if any, and closes the session. */
  public Future<Void> close() {
    if (current == null) {
      return Future.succeededFuture();
    }
    CountedConnection last = current;
    current = null;
    Promise<Void> closed = Promise.promise();
    givingUp =
        Deadline.limit(vertx, session.cancelRequest(), CANCEL_TIMEOUT)
            .otherwiseEmpty()
            .andThen(cancelled -> last.giveUp().onComplete(closed));
    return closed.future();
  }

  private void use(CountedConnection opened, SqlConnection connection) {
    current = opened;
    session = PgConnection.cast(connection);
  }

  private Future<Void> endOthers(SqlConnection connection, int checks) {
    if (checks == 0 || !count.canCheck()) {
      return Future.succeededFuture();
    }
    return count
        .check(connection)
        .compose(
            checked ->
                count.canCheck()
                    ? vertx.timer(CHECK_PAUSE.toMillis()).mapEmpty()
                    : Future.succeededFuture())
        .compose(waited -> endOthers(connection, checks - 1));
  }

  private <T> Future<T> limited(Future<T> result) {
    return Deadline.limit(vertx, result, timeout);
  }

  private Pool pool() {
    return PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(1))
        .connectingTo(options)
        .using(vertx)
        .build();
  }
}
