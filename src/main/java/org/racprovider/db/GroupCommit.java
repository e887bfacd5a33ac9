package org.racprovider.db;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.racprovider.bus.Failure;
import org.racprovider.config.AppConfig.CreateConfig;

/**
 * Group commit: requests that arrive while a statement is in flight go together in the next one, so
 * that one round trip and one flush to disk serve them all. An idle group sends a lone request at
 * once; there is no timer.
 *
 * <p>Every request gets its own outcome whatever its neighbours do: a statement that PostgreSQL
 * refuses is cut in halves until the row it refuses stands alone. Confined to one event loop.
 *
 * @param <Q> a request
 * @param <R> its result
 */
public final class GroupCommit<Q, R> {

  /** One statement for many requests: gives the outcome of each, in their order. */
  public interface Statement<Q, R> {
    Future<List<Future<R>>> execute(List<Q> requests);
  }

  private static final int ATTEMPTS = 3;

  /**
   * How many requests must wait before another statement joins one in flight: with fewer the
   * database would spend more on the statement than on the rows.
   */
  private static final int OVERLAP = 16;

  /** A request that waited longer would be done after its caller was told that it is not known. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private record Waiting<Q, R>(
      Q request, Promise<R> outcome, long since, Consumer<Runnable> nextTurn) {

    boolean tooLong(long now) {
      return now - since > PATIENCE.toNanos();
    }
  }

  private final Statement<Q, R> statement;
  private final CreateConfig limits;
  private final Queue<Waiting<Q, R>> queue = new ArrayDeque<>();
  private final Supplier<Consumer<Runnable>> turns;
  private int inFlight;
  private boolean willSend;
  private volatile int waiting;

  /**
   * @param turns is asked with each request for what runs something on its behalf after what the
   *     event loop has to do already, so that requests which arrived together go together; a
   *     statement is carried out on behalf of its first request
   */
  public GroupCommit(
      Statement<Q, R> statement, CreateConfig limits, Supplier<Consumer<Runnable>> turns) {
    this.statement = statement;
    this.limits = limits;
    this.turns = turns;
  }

  /**
   * The outcome of the request; {@link Failure.Kind#UNAVAILABLE} at once when the queue is full,
   * and when it waited so long that the database must be in trouble.
   */
  public Future<R> submit(Q request) {
    if (queue.size() >= limits.queue()) {
      return Future.failedFuture(Failure.unavailable());
    }
    Promise<R> outcome = Promise.promise();
    queue.add(new Waiting<>(request, outcome, System.nanoTime(), turns.get()));
    waiting = queue.size();
    sendSoon();
    return outcome.future();
  }

  /** How many requests wait for a statement; to be asked on any thread. */
  public int waiting() {
    return waiting;
  }

  private void sendSoon() {
    if (!willSend && maySend()) {
      willSend = true;
      queue.peek().nextTurn().accept(this::send);
    }
  }

  private boolean maySend() {
    return inFlight == 0
        ? !queue.isEmpty()
        : inFlight < limits.statements() && queue.size() >= Math.min(OVERLAP, limits.batch());
  }

  private void send() {
    willSend = false;
    refuseWhoWaitedTooLong();
    List<Waiting<Q, R>> batch = nextBatch();
    waiting = queue.size();
    if (batch.isEmpty()) {
      return;
    }
    inFlight++;
    run(batch, ATTEMPTS)
        .onFailure(cause -> batch.forEach(waiting -> waiting.outcome().tryFail(cause)))
        .onComplete(
            done -> {
              inFlight--;
              sendSoon();
            });
    sendSoon();
  }

  private void refuseWhoWaitedTooLong() {
    long now = System.nanoTime();
    while (!queue.isEmpty() && queue.peek().tooLong(now)) {
      queue.remove().outcome().fail(Failure.unavailable());
    }
  }

  private List<Waiting<Q, R>> nextBatch() {
    int size = Math.min(queue.size(), limits.batch());
    List<Waiting<Q, R>> batch = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      batch.add(queue.remove());
    }
    return batch;
  }

  private Future<Void> run(List<Waiting<Q, R>> batch, int attempts) {
    return Future.succeededFuture(batch.stream().map(Waiting::request).toList())
        .compose(statement::execute)
        .transform(
            executed ->
                executed.succeeded()
                    ? deliver(batch, executed.result())
                    : recover(batch, attempts - 1, executed.cause()));
  }

  private Future<Void> recover(List<Waiting<Q, R>> batch, int attempts, Throwable cause) {
    if (attempts > 0 && SqlFailures.isTransient(cause)) {
      return run(batch, attempts);
    }
    if (batch.size() > 1 && SqlFailures.isRefusal(cause)) {
      int half = batch.size() / 2;
      return run(batch.subList(0, half), ATTEMPTS)
          .compose(done -> run(batch.subList(half, batch.size()), ATTEMPTS));
    }
    return deliver(batch, batch.stream().map(each -> Future.<R>failedFuture(cause)).toList());
  }

  private Future<Void> deliver(List<Waiting<Q, R>> batch, List<Future<R>> outcomes) {
    for (int i = 0; i < batch.size(); i++) {
      outcomes.get(i).onComplete(batch.get(i).outcome());
    }
    return Future.succeededFuture();
  }
}
