package org.racprovider.event.consumer;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.function.Function;
import org.racprovider.bus.Failure;
import org.racprovider.config.Timings;

/**
 * Passes every event of the feed to a handler, in order and once per process. It listens to the
 * published events, finds gaps by their ids, and reads the missing events from the database. The
 * handler gets the next event when its future for the previous one has completed.
 *
 * <p>The position is stored after some events, not with each one. After a crash the last few events
 * are delivered again, so a handler should ignore an event whose {@code id} it has seen.
 *
 * <p>A consumer runs on the context in which it is started. It can be started once.
 */
public final class EventConsumer {

  private static final long NO_TIMER = -1;

  private final Vertx vertx;
  private final Function<JsonObject, ? extends Future<?>> handler;
  private final Timings timings;
  private final FeedReader reader;
  private final StoredPosition position;
  private final EventBuffer buffer;
  private final PublishedEvents published;
  private final Handler<JsonObject> receiver = this::receive;
  private final Promise<Void> ended = Promise.promise();
  private Context context;
  private long recheckTimer = NO_TIMER;
  private boolean busy = true;
  private Future<?> handling = Future.succeededFuture();
  private Future<?> currentStep = Future.succeededFuture();

  /**
   * A consumer with the default timings.
   *
   * @param handler gets one event at a time; a failed future ends the consumer
   */
  public EventConsumer(
      Vertx vertx, PositionStore positions, Function<JsonObject, ? extends Future<?>> handler) {
    this(vertx, positions, handler, Timings.DEFAULT, Optional.empty(), new PublishedEvents(vertx));
  }

  /**
   * @param handler gets one event at a time; a failed future ends the consumer
   * @param turns of all consumers of this process, if there may be many with slow handlers
   * @param published of the event loop on which the consumer is started
   */
  public EventConsumer(
      Vertx vertx,
      PositionStore positions,
      Function<JsonObject, ? extends Future<?>> handler,
      Timings timings,
      Optional<PageTurns> turns,
      PublishedEvents published) {
    this.vertx = vertx;
    this.handler = handler;
    this.timings = timings;
    this.published = published;
    this.buffer = new EventBuffer(turns.isPresent());
    this.reader = new FeedReader(vertx, timings, buffer, turns);
    this.position = new StoredPosition(positions, PageSize.MAX, timings.eventRead());
  }

  /** Completes when the consumer receives published events and knows its position. */
  public Future<Void> start() {
    context = vertx.getOrCreateContext();
    Promise<Void> started = Promise.promise();
    context.runOnContext(ignored -> listen().onComplete(started));
    return started.future().onFailure(this::fail);
  }

  /**
   * Completes when the consumer is stopped. Fails when it ends by itself: with the failure of the
   * handler or of the position store, or with a {@link Failure} of kind {@link Failure.Kind#GONE}
   * if the next event was deleted before the consumer could read it.
   */
  public Future<Void> ended() {
    return ended.future();
  }

  /**
   * Ends the consumer: it passes no more events to the handler, waits for the handler's last
   * future, and stores the position. A consumer that was never started cannot be started
   * afterwards.
   */
  public Future<Void> stop() {
    if (context == null) {
      ended.tryComplete();
      return Future.succeededFuture();
    }
    Promise<Void> stopped = Promise.promise();
    context.runOnContext(
        ignored -> {
          release();
          ended.tryComplete();
          currentStep.transform(stepEnded -> position.save()).onComplete(stopped);
        });
    return stopped.future();
  }

  private Future<Void> listen() {
    if (isEnded()) {
      return Future.succeededFuture();
    }
    return published
        .add(receiver)
        .compose(listening -> position.load())
        .compose(stored -> stored.map(Future::succeededFuture).orElseGet(reader::beforeOldest))
        .map(this::begin);
  }

  private Void begin(long last) {
    if (!isEnded()) {
      buffer.startAfter(last);
      position.startAfter(last);
      busy = false;
      recheckTimer = vertx.setPeriodic(0, timings.eventRecheck().toMillis(), tick -> recheck());
    }
    return null;
  }

  /** All consumers get an event at once, so a large one is dropped here, and read in a turn. */
  private void receive(JsonObject event) {
    buffer.addPublished(event);
    buffer.limit(isHandling());
    proceed();
  }

  private void recheck() {
    buffer.suspectLossAfterSilence();
    proceed();
  }

  private void proceed() {
    if (busy || isEnded()) {
      return;
    }
    Optional<JsonObject> next = buffer.take();
    if (next.isPresent()) {
      run(passToHandler(next.get()));
    } else if (buffer.isBehind()) {
      run(reader.fill());
    } else if (!position.isStored()) {
      run(position.save());
    }
  }

  /** Continues in a new task, so that many completed steps do not overflow the stack. */
  private void run(Future<?> step) {
    busy = true;
    currentStep = step;
    step.onComplete(
        result ->
            context.runOnContext(
                ignored -> {
                  busy = false;
                  proceed();
                }),
        this::fail);
  }

  private Future<?> passToHandler(JsonObject event) {
    long id = buffer.position();
    handling = Future.<Object>succeededFuture().compose(start -> handler.apply(event).mapEmpty());
    buffer.limit(isHandling());
    reader.limitPage(isHandling());
    return handling.compose(ignored -> position.handled(id));
  }

  private boolean isHandling() {
    return !handling.isComplete();
  }

  private void fail(Throwable cause) {
    release();
    position.save().onComplete(ignored -> ended.tryFail(cause));
  }

  private void release() {
    busy = true;
    vertx.cancelTimer(recheckTimer);
    published.remove(receiver);
    buffer.clear();
    reader.close();
  }

  private boolean isEnded() {
    return ended.future().isComplete();
  }
}
