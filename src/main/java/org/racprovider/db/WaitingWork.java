package org.racprovider.db;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;
import org.racprovider.bus.Failure;

/** Work that waits for a connection, for a limited time. Confined to one event loop. */
final class WaitingWork {

  private final Vertx vertx;
  private final Duration timeout;
  private final Queue<Promise<CountedConnection>> queue = new ArrayDeque<>();

  WaitingWork(Vertx vertx, Duration timeout) {
    this.vertx = vertx;
    this.timeout = timeout;
  }

  /** Fails with {@link Failure.Kind#UNAVAILABLE} after the timeout. */
  Future<CountedConnection> add() {
    Promise<CountedConnection> promise = Promise.promise();
    queue.add(promise);
    long timer = vertx.setTimer(timeout.toMillis(), fired -> fail(promise));
    return promise.future().onComplete(ignored -> vertx.cancelTimer(timer));
  }

  /**
   * Continues work, the first one first.
   *
   * @param connections returns null when there are no more
   */
  void serve(Supplier<CountedConnection> connections) {
    while (!queue.isEmpty()) {
      CountedConnection connection = connections.get();
      if (connection == null) {
        return;
      }
      queue.remove().complete(connection);
    }
  }

  private void fail(Promise<CountedConnection> promise) {
    queue.remove(promise);
    promise.tryFail(Failure.unavailable());
  }
}
