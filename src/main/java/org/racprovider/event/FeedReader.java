package org.racprovider.event;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.racprovider.bus.Actor;
import org.racprovider.bus.CommandClient;
import org.racprovider.bus.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the feed over the event bus. */
final class FeedReader {

  private static final Logger LOG = LoggerFactory.getLogger(FeedReader.class);

  private static final int PAGE = 256;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final long PAUSE_MILLIS = 500;
  private static final Actor READER = new Actor("event-consumer", "none");

  private final Vertx vertx;
  private final CommandClient commands;

  FeedReader(Vertx vertx) {
    this.vertx = vertx;
    this.commands = new CommandClient(vertx.eventBus(), TIMEOUT);
  }

  /** The position before the first event that is kept. */
  Future<Long> beforeOldest() {
    return read(new JsonObject().put("limit", 1)).map(page -> page.getLong("oldest") - 1);
  }

  /**
   * The events behind a position; empty, after a pause, where they cannot be read now. Fails where
   * they are no longer kept.
   */
  Future<Optional<JsonObject>> page(long after) {
    return read(new JsonObject().put("after", after).put("limit", PAGE))
        .map(Optional::of)
        .recover(cause -> isGone(cause) ? Future.failedFuture(cause) : pause(cause));
  }

  private static boolean isGone(Throwable cause) {
    return cause instanceof Failure failure && failure.kind() == Failure.Kind.GONE;
  }

  private Future<Optional<JsonObject>> pause(Throwable cause) {
    LOG.atWarn().setCause(cause).log("Events cannot be read now");
    return vertx.timer(PAUSE_MILLIS).map(Optional.empty());
  }

  private Future<JsonObject> read(JsonObject body) {
    return commands.request(ProviderEvents.READ, body, READER);
  }
}
