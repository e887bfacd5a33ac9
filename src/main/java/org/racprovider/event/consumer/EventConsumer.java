package org.racprovider.event.consumer;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.racprovider.bus.Actor;
import org.racprovider.bus.CommandClient;
import org.racprovider.bus.Failure;
import org.racprovider.event.ProviderEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands over every event of the feed in order, each once per process, whatever the event bus loses
 * or doubles: it listens, sees gaps by the events' ids, and reads what is missing. The next event
 * is handed over when the handler's future for the last one is complete.
 *
 * <p>The position is stored after events are handled, not with each: after a crash the last few are
 * handed over again, so what handlers do should bear repetition by {@code id}.
 *
 * <p>It works in the context in which it is started, and must be started once.
 */
public final class EventConsumer {

  private static final Logger LOG = LoggerFactory.getLogger(EventConsumer.class);

  private static final int PAGE = 256;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final long RETRY_MILLIS = 500;
  private static final long RECHECK_MILLIS = 2000;

  private static final long NO_TIMER = -1;

  private final Vertx vertx;
  private final PositionStore positions;
  private final Function<JsonObject, ? extends Future<?>> handler;
  private final CommandClient commands;
  private final EventBuffer waiting = new EventBuffer();
  private final Promise<Void> ended = Promise.promise();
  private Context context;
  private MessageConsumer<JsonObject> messages;
  private long timer = NO_TIMER;
  private boolean busy = true;
  private Future<?> handling = Future.succeededFuture();
  private Future<?> current = Future.succeededFuture();
  private long handled;
  private long saved;

  /**
   * @param handler is given one event at a time; a failed future ends the consumer
   */
  public EventConsumer(
      Vertx vertx, PositionStore positions, Function<JsonObject, ? extends Future<?>> handler) {
    this.vertx = vertx;
    this.positions = positions;
    this.handler = handler;
    this.commands = new CommandClient(vertx.eventBus(), TIMEOUT);
  }

  /** Completes when it listens and knows where it is. */
  public Future<Void> start() {
    context = vertx.getOrCreateContext();
    Promise<Void> started = Promise.promise();
    context.runOnContext(now -> listen().onComplete(started));
    return started.future().onFailure(this::fail);
  }

  /**
   * Completes when the consumer was stopped; fails when it can not go on: with the handler's
   * failure, with that of the position store, or with a {@link Failure} of kind {@link
   * Failure.Kind#GONE} where events that it has not seen are deleted already.
   */
  public Future<Void> ended() {
    return ended.future();
  }

  /**
   * Stops handing over, waits for the handler that is at work, and stores the position. Where it
   * was not started, it never will be.
   */
  public Future<Void> stop() {
    if (context == null) {
      ended.tryComplete();
      return Future.succeededFuture();
    }
    Promise<Void> stopped = Promise.promise();
    context.runOnContext(
        now -> {
          leave();
          ended.tryComplete();
          current.transform(last -> save()).onComplete(stopped);
        });
    return stopped.future();
  }

  private Future<Void> listen() {
    if (isEnded()) {
      return Future.succeededFuture();
    }
    messages = vertx.eventBus().consumer(ProviderEvents.PUBLISHED, this::receive);
    return messages
        .completion()
        .compose(listening -> bounded(positions::load))
        .compose(stored -> stored.map(Future::succeededFuture).orElseGet(this::beforeOldest))
        .map(this::begin);
  }

  private Void begin(long last) {
    if (!isEnded()) {
      waiting.startAfter(last);
      handled = last;
      saved = last;
      busy = false;
      timer = vertx.setPeriodic(0, RECHECK_MILLIS, tick -> recheck());
    }
    return null;
  }

  private Future<Long> beforeOldest() {
    return request(new JsonObject().put("limit", 1)).map(page -> page.getLong("oldest") - 1);
  }

  private void receive(Message<JsonObject> message) {
    waiting.publish(message.body(), isHandling());
    proceed();
  }

  private void recheck() {
    waiting.suspectLossAfterSilence();
    proceed();
  }

  private void proceed() {
    if (busy || isEnded()) {
      return;
    }
    Optional<JsonObject> next = waiting.take();
    if (next.isPresent()) {
      work(handOver(next.get()));
    } else if (waiting.isBehind()) {
      work(catchUp());
    } else if (saved < handled) {
      work(save());
    }
  }

  /** Comes back by the context, so that many events at once are not a deep stack. */
  private void work(Future<?> step) {
    busy = true;
    current = step;
    step.onComplete(
        done ->
            context.runOnContext(
                now -> {
                  busy = false;
                  proceed();
                }),
        this::fail);
  }

  private Future<?> handOver(JsonObject event) {
    handling = Future.<Object>succeededFuture().compose(start -> handler.apply(event).mapEmpty());
    waiting.bound(isHandling());
    return handling
        .onSuccess(done -> handled = waiting.position())
        .compose(done -> handled - saved < PAGE ? Future.succeededFuture() : save());
  }

  private boolean isHandling() {
    return !handling.isComplete();
  }

  private Future<Void> save() {
    long last = handled;
    return last == saved
        ? Future.succeededFuture()
        : bounded(() -> positions.save(last)).onSuccess(done -> saved = last);
  }

  /** A store may throw, or wait for ever for a database that is silent. */
  private static <T> Future<T> bounded(Supplier<Future<T>> step) {
    return Future.succeededFuture()
        .compose(start -> step.get())
        .timeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Future<?> catchUp() {
    waiting.reading();
    return request(new JsonObject().put("after", waiting.position()).put("limit", PAGE))
        .map(this::takeIn)
        .recover(this::tryLater);
  }

  private Void takeIn(JsonObject page) {
    waiting.addRead(page);
    return null;
  }

  private Future<Void> tryLater(Throwable cause) {
    if (cause instanceof Failure failure && failure.kind() == Failure.Kind.GONE) {
      return Future.failedFuture(cause);
    }
    LOG.atWarn()
        .addKeyValue("after", waiting.position())
        .setCause(cause)
        .log("Events cannot be read now");
    waiting.couldNotRead();
    return vertx.timer(RETRY_MILLIS).mapEmpty();
  }

  private Future<JsonObject> request(JsonObject body) {
    return commands.request(ProviderEvents.READ, body, new Actor("event-consumer", "none"));
  }

  private void fail(Throwable cause) {
    leave();
    save().onComplete(stored -> ended.tryFail(cause));
  }

  private void leave() {
    busy = true;
    vertx.cancelTimer(timer);
    if (messages != null) {
      messages.unregister();
    }
    waiting.clear();
  }

  private boolean isEnded() {
    return ended.future().isComplete();
  }
}
