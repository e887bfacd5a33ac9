package org.racprovider.db;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.racprovider.bus.Failure;

/**
 * Limits how many tasks run at once. Other tasks wait in order of arrival, for a limited time. The
 * queue is in front of the driver's pool because waiters that time out in the pool's own queue stay
 * in it. Confined to one event loop.
 */
final class StatementQueue {

  /**
   * @param maxRunning how many tasks may run at once; may change at any time
   * @param maxWaiting how many tasks may wait
   * @param timeout how long a task may wait
   */
  record Limits(IntSupplier maxRunning, int maxWaiting, Duration timeout) {}

  private record WaitingTask(Promise<Void> permit, long deadline) {}

  private final Vertx vertx;
  private final Limits limits;
  private final Runnable onEnd;
  private final Queue<WaitingTask> queue = new ArrayDeque<>();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();
  private boolean timerRuns;

  /**
   * @param onEnd is called after each task; must call {@link #startWaiting}
   */
  StatementQueue(Vertx vertx, Limits limits, Runnable onEnd) {
    this.vertx = vertx;
    this.limits = limits;
    this.onEnd = onEnd;
  }

  /**
   * Runs the task and returns its outcome. Fails with {@link Failure.Kind#UNAVAILABLE} when the
   * task was not started: at once if too many tasks wait, otherwise after the timeout.
   */
  <T> Future<T> run(Supplier<Future<T>> task) {
    startWaiting();
    if (mayStart()) {
      running.incrementAndGet();
      return start(task);
    }
    return permit().compose(granted -> start(task));
  }

  /** Starts waiting tasks, as many as may run. */
  void startWaiting() {
    while (!queue.isEmpty() && mayStart()) {
      running.incrementAndGet();
      waiting.decrementAndGet();
      queue.remove().permit().complete();
    }
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

  private boolean mayStart() {
    return running.get() < limits.maxRunning().getAsInt();
  }

  private <T> Future<T> start(Supplier<Future<T>> task) {
    return task.get().onComplete(ignored -> end());
  }

  private void end() {
    running.decrementAndGet();
    onEnd.run();
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
