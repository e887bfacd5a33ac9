package org.racprovider.db;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.racprovider.bus.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection pool that is replaced by a new one when the database does not respond: this driver
 * has no timeouts, so a silent connection would stay in its pool for ever. Work that runs on the
 * old pool may finish within its deadline; then that pool is closed. Confined to one event loop.
 */
final class ReplaceablePool {

  private static final Logger LOG = LoggerFactory.getLogger(ReplaceablePool.class);

  private static final class Generation {
    private final Pool pool;
    private int inFlight;
    private long responses;
    private boolean retired;

    Generation(Pool pool) {
      this.pool = pool;
    }

    void endWork() {
      inFlight--;
      closeIfUnused();
    }

    void retire() {
      retired = true;
      closeIfUnused();
    }

    private void closeIfUnused() {
      if (retired && inFlight == 0) {
        pool.close();
      }
    }
  }

  private final Vertx vertx;
  private final Supplier<Pool> pools;
  private final Duration connectTimeout;
  private Generation current;
  private boolean silent;

  /**
   * @param pools creates pools with the same options
   * @param connectTimeout how long work waits for a connection
   */
  ReplaceablePool(Vertx vertx, Supplier<Pool> pools, Duration connectTimeout) {
    this.vertx = vertx;
    this.pools = pools;
    this.connectTimeout = connectTimeout;
    this.current = new Generation(pools.get());
  }

  /**
   * Does work on a connection. Fails with {@link Failure.Kind#UNAVAILABLE} when there is no
   * connection, with a {@link TimeoutException} after the deadline, and as the work fails.
   */
  <T> Future<T> run(Function<SqlConnection, Future<T>> work, Duration deadline) {
    Generation generation = current;
    return run(generation, work, deadline, missed -> replace(generation, missed));
  }

  /**
   * Does work that checks the database. If it misses its deadline, the pool is replaced only when
   * no other work got a response meanwhile.
   */
  <T> Future<T> probe(Function<SqlConnection, Future<T>> work, Duration deadline) {
    Generation generation = current;
    long responses = generation.responses;
    return run(
        generation,
        work,
        deadline,
        missed -> {
          if (generation.responses == responses) {
            replace(generation, missed);
          }
        });
  }

  Future<Void> close() {
    return current.pool.close();
  }

  private <T> Future<T> run(
      Generation generation,
      Function<SqlConnection, Future<T>> work,
      Duration deadline,
      Consumer<TimeoutException> onMissed) {
    generation.inFlight++;
    return connection(generation, onMissed)
        .compose(connection -> within(deadline, work(generation, connection, work), onMissed))
        .onComplete(ignored -> generation.endWork());
  }

  private Future<SqlConnection> connection(
      Generation generation, Consumer<TimeoutException> onMissed) {
    Future<SqlConnection> connecting = generation.pool.getConnection();
    return within(connectTimeout, connecting, onMissed)
        .recover(
            cause -> {
              // A connection that arrives later is returned to the pool.
              connecting.onSuccess(SqlConnection::close);
              recordSilence(cause);
              return Future.failedFuture(Failure.unavailable());
            });
  }

  private <T> Future<T> work(
      Generation generation, SqlConnection connection, Function<SqlConnection, Future<T>> work) {
    return Future.succeededFuture(connection)
        .compose(work)
        .onSuccess(result -> recordResponse(generation))
        .onComplete(ignored -> connection.close());
  }

  private <T> Future<T> within(
      Duration deadline, Future<T> result, Consumer<TimeoutException> onMissed) {
    // Future.timeout would use another thread, and wake it for each statement.
    Promise<T> limited = Promise.promise();
    long timer = vertx.setTimer(deadline.toMillis(), fired -> limited.tryFail(missed(deadline)));
    result.onComplete(limited::tryComplete, limited::tryFail);
    return limited
        .future()
        .onComplete(ignored -> vertx.cancelTimer(timer))
        .onFailure(
            cause -> {
              if (cause instanceof TimeoutException missed) {
                onMissed.accept(missed);
              }
            });
  }

  private static TimeoutException missed(Duration deadline) {
    return new TimeoutException("No response in %d ms".formatted(deadline.toMillis()));
  }

  private void replace(Generation generation, TimeoutException missed) {
    if (generation == current) {
      recordSilence(missed);
      current = new Generation(pools.get());
      generation.retire();
    }
  }

  private void recordSilence(Throwable cause) {
    if (!silent) {
      silent = true;
      LOG.atWarn().addKeyValue("cause", cause).log("The database does not respond");
    }
  }

  private void recordResponse(Generation generation) {
    generation.responses++;
    if (silent) {
      silent = false;
      LOG.info("The database responds again");
    }
  }
}
