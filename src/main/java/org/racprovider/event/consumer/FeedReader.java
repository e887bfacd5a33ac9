package org.racprovider.event.consumer;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.racprovider.bus.Actor;
import org.racprovider.bus.CommandClient;
import org.racprovider.bus.Failure;
import org.racprovider.config.Timings;
import org.racprovider.event.ProviderEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Reads the events that a consumer did not get from the bus. */
final class FeedReader {

  private static final Logger LOG = LoggerFactory.getLogger(FeedReader.class);
  private static final Actor ACTOR = new Actor("event-consumer", "none");

  private final Vertx vertx;
  private final Timings timings;
  private final CommandClient commands;
  private final EventBuffer buffer;
  private final HeldPage page;
  private final Actor actor;
  private final PageSize size = new PageSize();

  /**
   * @param buffer gets what is read
   * @param turns empty if pages may be read and held at any time
   */
  FeedReader(Vertx vertx, Timings timings, EventBuffer buffer, Optional<PageTurns> turns) {
    this.vertx = vertx;
    this.timings = timings;
    this.buffer = buffer;
    this.page = new HeldPage(turns);
    this.actor = turns.map(PageTurns::actor).orElse(ACTOR);
    this.commands = new CommandClient(vertx.eventBus(), timings.eventRead());
  }

  /** The position before the oldest event that is kept. */
  Future<Long> beforeOldest() {
    return read(new JsonObject().put("limit", 1)).map(page -> page.getLong("oldest") - 1);
  }

  /**
   * Reads a page of events. If they cannot be read now, completes after a pause; if they were
   * deleted, fails with a {@link Failure} of kind {@link Failure.Kind#GONE}.
   */
  Future<Void> fill() {
    return page.acquire().compose(acquired -> readPage()).onSuccess(read -> releaseHandledPage());
  }

  /**
   * Must be called when an event of the buffer is handled. Gives the page back if the handler did
   * not continue at once, because nobody knows when it does.
   */
  void limitPage(boolean handling) {
    if (page.isLimited() && handling && buffer.hasPage()) {
      buffer.dropPage();
      size.decrease();
      page.release();
    } else {
      releaseHandledPage();
    }
  }

  /** Gives the page back, also one that is not read yet. */
  void close() {
    page.close();
  }

  private void releaseHandledPage() {
    if (!buffer.hasPage() && page.release()) {
      size.increase();
    }
  }

  private Future<Void> readPage() {
    buffer.beginRead();
    return read(new JsonObject().put("after", buffer.position()).put("limit", size.events()))
        .map(this::requireMemory)
        .map(buffer::addRead)
        .onFailure(failed -> page.release())
        .recover(cause -> isGone(cause) ? Future.failedFuture(cause) : pause(cause));
  }

  /** A smaller page is read next if there is too little memory for this one. */
  private JsonObject requireMemory(JsonObject read) {
    if (!page.tryHold(read)) {
      size.decrease();
      throw Failure.unavailable();
    }
    return read;
  }

  private Future<JsonObject> read(JsonObject body) {
    return commands.request(ProviderEvents.READ, body, actor);
  }

  private static boolean isGone(Throwable cause) {
    return cause instanceof Failure failure && failure.kind() == Failure.Kind.GONE;
  }

  /** Clients with many consumers must not be able to fill the log. */
  private boolean isExpected(Throwable cause) {
    return page.isLimited()
        && cause instanceof Failure failure
        && failure.kind() == Failure.Kind.UNAVAILABLE;
  }

  private Future<Void> pause(Throwable cause) {
    LOG.atLevel(isExpected(cause) ? Level.DEBUG : Level.WARN)
        .addKeyValue("after", buffer.position())
        .setCause(cause)
        .log("Events cannot be read now");
    buffer.failRead();
    return vertx.timer(timings.eventRetry().toMillis()).mapEmpty();
  }
}
