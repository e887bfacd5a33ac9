package org.racprovider.db;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.racprovider.bus.Failure;

/**
 * Lets so many tasks run at once; others wait in their order, for a bounded time. It stands in
 * front of the driver's pool, in whose own queue the waiters that gave up stay. Confined to one
 * event loop.
 */
final class StatementQueue {

  /**
   * @param running the most tasks that run at once
   * @param waiting the most tasks that wait
   * @param patience how long they wait
   */
  record Limits(int running, int waiting, Duration patience) {}

  private record Waiting(Promise<Void> turn, long deadline) {}

  private final Vertx vertx;
  private final Limits limits;
  private final Queue<Waiting> queue = new ArrayDeque<>();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();
  private boolean timing;

  StatementQueue(Vertx vertx, Limits limits) {
    this.vertx = vertx;
    this.limits = limits;
  }

  /**
   * The outcome of the task; {@link Failure.Kind#UNAVAILABLE} when it was not started, at once
   * where too many wait.
   */
  <T> Future<T> run(Supplier<Future<T>> task) {
    if (running.get() < limits.running()) {
      running.incrementAndGet();
      return task.get().onComplete(done -> passOn());
    }
    return turn().compose(granted -> task.get().onComplete(done -> passOn()));
  }

  /** How many tasks run; like {@link #waiting} to be asked on any thread. */
  int running() {
    return running.get();
  }

  int waiting() {
    return waiting.get();
  }

  private Future<Void> turn() {
    if (queue.size() >= limits.waiting()) {
      return Future.failedFuture(Failure.unavailable());
    }
    Promise<Void> turn = Promise.promise();
    queue.add(new Waiting(turn, System.nanoTime() + limits.patience().toNanos()));
    waiting.incrementAndGet();
    if (!timing) {
      giveUpAfter(limits.patience().toNanos());
    }
    return turn.future();
  }

  /** The next one takes the place of the one that is done. */
  private void passOn() {
    Waiting next = queue.poll();
    if (next == null) {
      running.decrementAndGet();
    } else {
      waiting.decrementAndGet();
      next.turn().complete();
    }
  }

  /** All wait equally long, so the first in the queue is the first to give up. */
  private void giveUpAfter(long nanos) {
    timing = true;
    vertx.setTimer(Math.max(1, Duration.ofNanos(nanos).toMillis()), fired -> giveUp());
  }

  private void giveUp() {
    long now = System.nanoTime();
    while (!queue.isEmpty() && queue.peek().deadline() - now <= 0) {
      waiting.decrementAndGet();
      queue.remove().turn().fail(Failure.unavailable());
    }
    timing = false;
    if (!queue.isEmpty()) {
      giveUpAfter(queue.peek().deadline() - now);
    }
  }
}
