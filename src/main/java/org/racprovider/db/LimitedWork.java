package org.racprovider.db;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work on a connection that PostgreSQL is asked to cancel when it misses its deadline.
 *
 * @param <T> its result
 */
final class LimitedWork<T> {

  /** What happens to the connection. */
  interface Observer {

    /** The work missed its deadline. */
    void missed(CountedConnection connection, TimeoutException missed);

    /**
     * The work was cancelled and has not ended.
     *
     * @param started when it started, as {@link System#nanoTime} says
     */
    void hangs(CountedConnection connection, long started);

    /** The work has ended, in time or not; {@code cause} is null if it succeeded. */
    void ended(CountedConnection connection, Throwable cause);
  }

  private static final Logger LOG = LoggerFactory.getLogger(LimitedWork.class);

  /** How long work that was cancelled may take to end. */
  private static final Duration CANCEL_TIMEOUT = Duration.ofMillis(500);

  private final Vertx vertx;
  private final CountedConnection connection;
  private final SqlConnection session;
  private final Observer observer;
  private final Promise<T> outcome = Promise.promise();
  private final long started = System.nanoTime();
  private boolean ended;

  LimitedWork(Vertx vertx, CountedConnection connection, SqlConnection session, Observer observer) {
    this.vertx = vertx;
    this.connection = connection;
    this.session = session;
    this.observer = observer;
  }

  /**
   * Does the work, then returns the session to its pool. Fails with a {@link TimeoutException}
   * after the deadline: the outcome of work that ends later stays unknown, even if it succeeds.
   */
  Future<T> run(Function<SqlConnection, Future<T>> work, Duration deadline) {
    long timer = vertx.setTimer(deadline.toMillis(), fired -> miss(deadline));
    UnreplicatedCommit.refuse(session, work)
        .onComplete(
            result -> {
              vertx.cancelTimer(timer);
              end(result);
            });
    return outcome.future();
  }

  private void end(AsyncResult<T> result) {
    ended = true;
    session.close();
    observer.ended(connection, result.cause());
    if (result.succeeded()) {
      outcome.tryComplete(result.result());
    } else {
      outcome.tryFail(result.cause());
    }
  }

  private void miss(Duration deadline) {
    TimeoutException missed = Deadline.missed(deadline);
    if (outcome.tryFail(missed)) {
      observer.missed(connection, missed);
      PgConnection.cast(session)
          .cancelRequest()
          .onFailure(cause -> LOG.atDebug().setCause(cause).log("Statement not cancelled"));
      vertx.setTimer(CANCEL_TIMEOUT.toMillis(), fired -> requireEnd());
    }
  }

  private void requireEnd() {
    if (!ended) {
      observer.hangs(connection, started);
    }
  }
}
