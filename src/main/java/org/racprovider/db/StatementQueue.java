package org.racprovider.db;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.racprovider.bus.Failure;
import org.racprovider.limits.FairQueue;

/**
 * Limits how many tasks run at once. Other tasks wait, for a limited time; their subjects take
 * turns. One subject leaves a turn to others, and half of the turns while others wait, so that its
 * slow tasks do not stop those of others. The queue is in front of the driver's pool because
 * waiters that time out in the pool's own queue stay in it. Confined to one event loop.
 */
final class StatementQueue {

  /** Limits the wake-ups when many subjects wait. */
  private static final Duration SHORTEST_TIMER = Duration.ofMillis(10);

  /**
   * @param maxRunning how many tasks may run at once; may change at any time
   * @param maxWaiting how many tasks may wait
   * @param timeout how long a task may wait
   */
  record Limits(IntSupplier maxRunning, int maxWaiting, Duration timeout) {}

  private record WaitingTask(String subject, Promise<Void> permit, long deadline) {}

  private final Vertx vertx;
  private final Limits limits;
  private final Runnable onEnd;
  private final FairQueue<WaitingTask> queue = new FairQueue<>();
  private final Map<String, Integer> runningBySubject = new HashMap<>();
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
   * Runs the task of a subject and returns its outcome. Fails with {@link Failure.Kind#UNAVAILABLE}
   * when the task was not started: after the timeout, or as soon as too many tasks wait, if no
   * other subject has more of them.
   */
  <T> Future<T> run(String subject, Supplier<Future<T>> task) {
    startWaiting();
    if (mayStart(subject)) {
      begin(subject);
      return start(subject, task);
    }
    return permit(subject).compose(granted -> start(subject, task));
  }

  /** Starts waiting tasks, as many as may run. */
  void startWaiting() {
    for (WaitingTask next = next(); next != null; next = next()) {
      begin(next.subject());
      countWaiting();
      next.permit().complete();
    }
  }

  private WaitingTask next() {
    return running.get() < limits.maxRunning().getAsInt() ? queue.poll(this::mayStart) : null;
  }

  /** How many tasks run. Safe on any thread, as {@link #waiting} is. */
  int running() {
    return running.get();
  }

  int waiting() {
    return waiting.get();
  }

  private Future<Void> permit(String subject) {
    if (queue.size() >= limits.maxWaiting()) {
      WaitingTask displaced = queue.displaceFor(subject).orElse(null);
      if (displaced == null) {
        return Future.failedFuture(Failure.unavailable());
      }
      displaced.permit().fail(Failure.unavailable());
    }
    Promise<Void> permit = Promise.promise();
    long deadline = System.nanoTime() + limits.timeout().toNanos();
    queue.add(subject, new WaitingTask(subject, permit, deadline));
    countWaiting();
    if (!timerRuns) {
      failExpiredAfter(limits.timeout());
    }
    return permit.future();
  }

  private boolean mayStart(String subject) {
    int max = limits.maxRunning().getAsInt();
    return running.get() < max
        && runningBySubject.getOrDefault(subject, 0) < Math.max(1, share(subject, max));
  }

  private int share(String subject, int max) {
    return queue.hasOthersThan(subject) ? (max + 1) / 2 : max - 1;
  }

  private void begin(String subject) {
    running.incrementAndGet();
    runningBySubject.merge(subject, 1, Integer::sum);
  }

  private <T> Future<T> start(String subject, Supplier<Future<T>> task) {
    return guarded(task).onComplete(ignored -> end(subject));
  }

  /** The outcome of the task; a failure if the task throws. */
  static <T> Future<T> guarded(Supplier<Future<T>> task) {
    return Future.succeededFuture().compose(ignored -> task.get());
  }

  private void end(String subject) {
    running.decrementAndGet();
    runningBySubject.computeIfPresent(subject, (key, count) -> count == 1 ? null : count - 1);
    onEnd.run();
  }

  private void countWaiting() {
    waiting.set(queue.size());
  }

  private void failExpiredAfter(Duration time) {
    timerRuns = true;
    vertx.setTimer(Math.max(SHORTEST_TIMER.toMillis(), time.toMillis()), fired -> failExpired());
  }

  private void failExpired() {
    long now = System.nanoTime();
    for (WaitingTask expired : queue.removeOldest(task -> task.deadline() - now <= 0)) {
      expired.permit().fail(Failure.unavailable());
    }
    countWaiting();
    timerRuns = false;
    queue
        .oldest()
        .mapToLong(task -> task.deadline() - now)
        .min()
        .ifPresent(nanos -> failExpiredAfter(Duration.ofNanos(nanos)));
  }
}
