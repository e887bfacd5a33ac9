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
 * Limits how many tasks run at once. Other tasks wait in order of arrival, for a limited time. The
 * queue is in front of the driver's pool because waiters that time out in the pool's own queue stay
 * in it. Confined to one event loop.
 */
final class StatementQueue {

  /**
   * @param maxRunning how many tasks may run at once
   * @param maxWaiting how many tasks may wait
   * @param timeout how long a task may wait
   */
  record Limits(int maxRunning, int maxWaiting, Duration timeout) {}

  private record WaitingTask(Promise<Void> permit, long deadline) {}

  private final Vertx vertx;
  private final Limits limits;
  private final Queue<WaitingTask> queue = new ArrayDeque<>();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();
  private boolean timerRuns;

  StatementQueue(Vertx vertx, Limits limits) {
    this.vertx = vertx;
    this.limits = limits;
  }

  /**
   * Runs the task and returns its outcome. Fails with {@link Failure.Kind#UNAVAILABLE} when the
   * task was not started: at once if too many tasks wait, otherwise after the timeout.
   */
  <T> Future<T> run(Supplier<Future<T>> task) {
    if (running.get() < limits.maxRunning()) {
      running.incrementAndGet();
      return task.get().onComplete(ignored -> releasePermit());
    }
    return permit().compose(granted -> task.get().onComplete(ignored -> releasePermit()));
  }

  /** How many tasks run. Safe on any thread, as {@link #waiting} is. */
  int running() {
    return running.get();
  }

  int waiting() {
    return waiting.get();
  }

  private Future<Void> permit() {
    if (queue.size() >= limits.maxWaiting()) {
      return Future.failedFuture(Failure.unavailable());
    }
    Promise<Void> permit = Promise.promise();
    queue.add(new WaitingTask(permit, System.nanoTime() + limits.timeout().toNanos()));
    waiting.incrementAndGet();
    if (!timerRuns) {
      failExpiredAfter(limits.timeout().toNanos());
    }
    return permit.future();
  }

  /** The next waiting task gets the permit of the task that ended. */
  private void releasePermit() {
    WaitingTask next = queue.poll();
    if (next == null) {
      running.decrementAndGet();
    } else {
      waiting.decrementAndGet();
      next.permit().complete();
    }
  }

  /** All tasks have the same timeout, so the first in the queue is the first to time out. */
  private void failExpiredAfter(long nanos) {
    timerRuns = true;
    vertx.setTimer(Math.max(1, Duration.ofNanos(nanos).toMillis()), fired -> failExpired());
  }

  private void failExpired() {
    long now = System.nanoTime();
    while (!queue.isEmpty() && queue.peek().deadline() - now <= 0) {
      waiting.decrementAndGet();
      queue.remove().permit().fail(Failure.unavailable());
    }
    timerRuns = false;
    if (!queue.isEmpty()) {
      failExpiredAfter(queue.peek().deadline() - now);
    }
  }
}
