package org.racprovider.db;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.racprovider.bus.Failure;
import org.racprovider.config.AppConfig.CreateConfig;
import org.racprovider.limits.FairQueue;

/**
 * Group commit: requests that arrive while a statement is in flight are executed together by the
 * next statement, so that they share one round trip and one flush to disk. When no statement is in
 * flight, a single request is executed at once; there is no timer.
 *
 * <p>Another statement joins those in flight when the requests that wait are at least half as many
 * as the requests in flight. So a few clients do not wait for each other, and under load the
 * statements stay large: for a few rows the database would spend more on the statement than on the
 * rows.
 *
 * <p>Every request gets its own outcome: when PostgreSQL refuses a statement, each half of the
 * batch is executed separately, until the refused row is alone. Confined to one event loop.
 *
 * @param <Q> a request
 * @param <R> its result
 */
public final class GroupCommit<Q, R> {

  /** One statement for many requests. It returns their outcomes in the order of the requests. */
  public interface Statement<Q, R> {
    Future<List<Future<R>>> execute(List<Q> requests);
  }

  private static final int ATTEMPTS = 3;

  /** If a request waited longer, its caller might time out before the statement ends. */
  private static final Duration QUEUE_TIMEOUT = Duration.ofSeconds(1);

  private record QueuedRequest<Q, R>(
      Q request, Promise<R> outcome, long since, Consumer<Runnable> scheduler) {

    boolean hasTimedOut(long now) {
      return now - since > QUEUE_TIMEOUT.toNanos();
    }
  }

  private final Statement<Q, R> statement;
  private final CreateConfig limits;
  private final FairQueue<QueuedRequest<Q, R>> queue = new FairQueue<>();
  private final Supplier<Consumer<Runnable>> schedulers;
  private int statementsInFlight;
  private int requestsInFlight;
  private boolean sendScheduled;
  private volatile int waiting;

  /**
   * @param schedulers returns, for each request, a function that schedules a task on the event loop
   *     on behalf of that request. Tasks run after the pending work of the event loop, so that
   *     requests that arrive together are executed together. A statement is executed on behalf of
   *     its first request.
   */
  public GroupCommit(
      Statement<Q, R> statement, CreateConfig limits, Supplier<Consumer<Runnable>> schedulers) {
    this.statement = statement;
    this.limits = limits;
    this.schedulers = schedulers;
  }

  /**
   * Executes the request of a subject and returns its outcome. Subjects take turns in the queue.
   * Fails with {@link Failure.Kind#UNAVAILABLE} when the queue is full, unless another subject has
   * more requests in it, and when the request has waited longer than the queue timeout.
   */
  public Future<R> submit(String subject, Q request) {
    if (queue.size() >= limits.queue() && !makeRoom(subject)) {
      return Future.failedFuture(Failure.unavailable());
    }
    Promise<R> outcome = Promise.promise();
    queue.add(subject, new QueuedRequest<>(request, outcome, System.nanoTime(), schedulers.get()));
    waiting = queue.size();
    scheduleSend();
    return outcome.future();
  }

  /** How many requests wait for a statement. Safe on any thread. */
  public int waiting() {
    return waiting;
  }

  private boolean makeRoom(String subject) {
    Optional<QueuedRequest<Q, R>> displaced = queue.displaceFor(subject);
    displaced.ifPresent(request -> request.outcome().fail(Failure.unavailable()));
    return displaced.isPresent();
  }

  private void scheduleSend() {
    if (!sendScheduled && maySend()) {
      sendScheduled = true;
      queue.peek().scheduler().accept(this::send);
    }
  }

  private boolean maySend() {
    return !queue.isEmpty()
        && statementsInFlight < limits.statements()
        && queue.size() >= Math.min(requestsInFlight / 2, limits.batch());
  }

  private void send() {
    sendScheduled = false;
    List<QueuedRequest<Q, R>> batch = nextBatch();
    waiting = queue.size();
    if (batch.isEmpty()) {
      return;
    }
    statementsInFlight++;
    requestsInFlight += batch.size();
    run(batch, ATTEMPTS)
        .onFailure(cause -> batch.forEach(request -> request.outcome().tryFail(cause)))
        .onComplete(
            ignored -> {
              statementsInFlight--;
              requestsInFlight -= batch.size();
              scheduleSend();
            });
    scheduleSend();
  }

  private List<QueuedRequest<Q, R>> nextBatch() {
    long now = System.nanoTime();
    List<QueuedRequest<Q, R>> batch = new ArrayList<>(Math.min(queue.size(), limits.batch()));
    while (batch.size() < limits.batch() && !queue.isEmpty()) {
      QueuedRequest<Q, R> next = queue.poll();
      if (next.hasTimedOut(now)) {
        next.outcome().fail(Failure.unavailable());
      } else {
        batch.add(next);
      }
    }
    return batch;
  }

  private Future<Void> run(List<QueuedRequest<Q, R>> batch, int attempts) {
    return Future.succeededFuture(batch.stream().map(QueuedRequest::request).toList())
        .compose(statement::execute)
        .transform(
            executed ->
                executed.succeeded()
                    ? deliver(batch, executed.result())
                    : recover(batch, attempts - 1, executed.cause()));
  }

  private Future<Void> recover(List<QueuedRequest<Q, R>> batch, int attempts, Throwable cause) {
    if (attempts > 0 && SqlFailures.isTransient(cause)) {
      return run(batch, attempts);
    }
    if (batch.size() > 1 && SqlFailures.isRefusal(cause)) {
      int half = batch.size() / 2;
      return run(batch.subList(0, half), ATTEMPTS)
          .compose(ignored -> run(batch.subList(half, batch.size()), ATTEMPTS));
    }
    return deliver(batch, batch.stream().map(each -> Future.<R>failedFuture(cause)).toList());
  }

  private Future<Void> deliver(List<QueuedRequest<Q, R>> batch, List<Future<R>> outcomes) {
    for (int i = 0; i < batch.size(); i++) {
      outcomes.get(i).onComplete(batch.get(i).outcome());
    }
    return Future.succeededFuture();
  }
}
