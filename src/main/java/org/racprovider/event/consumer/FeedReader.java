package org.racprovider.event.consumer;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import org.racprovider.bus.Actor;
import org.racprovider.bus.CommandClient;
import org.racprovider.bus.Failure;
import org.racprovider.config.Timings;
import org.racprovider.event.ProviderEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the events that a consumer did not get from the bus. */
final class FeedReader {

  private static final Logger LOG = LoggerFactory.getLogger(FeedReader.class);
  private static final Actor ACTOR = new Actor("event-consumer", "none");

  private final Vertx vertx;
  private final Timings timings;
  private final CommandClient commands;

  FeedReader(Vertx vertx, Timings timings) {
    this.vertx = vertx;
    this.timings = timings;
    this.commands = new CommandClient(vertx.eventBus(), timings.eventRead());
  }

  /** The position before the oldest event that is kept. */
  Future<Long> beforeOldest() {
    return read(new JsonObject().put("limit", 1)).map(page -> page.getLong("oldest") - 1);
  }

  /**
   * Reads a page of events into the buffer. If they cannot be read now, completes after a pause; if
   * they were deleted, fails with a {@link Failure} of kind {@link Failure.Kind#GONE}.
   */
  Future<Void> fill(EventBuffer buffer, int limit) {
    buffer.beginRead();
    return read(new JsonObject().put("after", buffer.position()).put("limit", limit))
        .map(buffer::addRead)
        .recover(cause -> isGone(cause) ? Future.failedFuture(cause) : pause(buffer, cause));
  }

  private Future<JsonObject> read(JsonObject body) {
    return commands.request(ProviderEvents.READ, body, ACTOR);
  }

  private static boolean isGone(Throwable cause) {
    return cause instanceof Failure failure && failure.kind() == Failure.Kind.GONE;
  }

  private Future<Void> pause(EventBuffer buffer, Throwable cause) {
    LOG.atWarn()
        .addKeyValue("after", buffer.position())
        .setCause(cause)
        .log("Events cannot be read now");
    buffer.failRead();
    return vertx.timer(timings.eventRetry().toMillis()).mapEmpty();
  }
}
