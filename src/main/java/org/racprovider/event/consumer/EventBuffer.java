package org.racprovider.event.consumer;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.racprovider.event.ProviderEvents;

/**
 * What waits to be handed over: events that were published and events that were read, and whether
 * there are some that are neither.
 */
final class EventBuffer {

  private static final int MOST_PUBLISHED = 1024;

  /** Each may be as large as the largest request. */
  private static final int MOST_PUBLISHED_WHILE_HANDLING = 16;

  private final Deque<JsonObject> read = new ArrayDeque<>();
  private final Deque<JsonObject> published = new ArrayDeque<>();
  private long position;
  private boolean behind = true;
  private boolean heard;

  /** Nothing up to this position waits. */
  void startAfter(long position) {
    this.position = position;
  }

  /** The position of the event that was taken last. */
  long position() {
    return position;
  }

  void publish(JsonObject event, boolean handling) {
    heard = true;
    published.add(event);
    bound(handling);
  }

  /** What is dropped is read again, in pages that are bounded in bytes. */
  void bound(boolean handling) {
    if (published.size() > (handling ? MOST_PUBLISHED_WHILE_HANDLING : MOST_PUBLISHED)) {
      published.clear();
      behind = true;
    }
  }

  /** The next event, where there is no gap before it. */
  Optional<JsonObject> take() {
    JsonObject next = read.isEmpty() && isPublishedNext() ? published.poll() : read.poll();
    if (next != null) {
      position = id(next);
    }
    return Optional.ofNullable(next);
  }

  /** Whether there is something to read: what was published leaves a gap, or was too much. */
  boolean isBehind() {
    return behind || !published.isEmpty();
  }

  /** To be said when a read begins, as more may be missed while it lasts. */
  void reading() {
    behind = false;
  }

  /**
   * What was published meanwhile is newer, or the same again.
   *
   * @param page what {@link ProviderEvents#READ} replied, asked for what is after {@link #position}
   */
  void addRead(JsonObject page) {
    JsonArray events = page.getJsonArray("events");
    for (int i = 0; i < events.size(); i++) {
      read.add(events.getJsonObject(i));
    }
    if (events.isEmpty() && !isPublishedNext()) {
      published.clear();
    }
    behind |= position + events.size() < page.getLong("newest");
  }

  void couldNotRead() {
    behind = true;
  }

  /** The last event of all has no successor by which its loss could be seen. */
  void suspectLossAfterSilence() {
    behind |= !heard;
    heard = false;
  }

  void clear() {
    read.clear();
    published.clear();
  }

  private boolean isPublishedNext() {
    while (!published.isEmpty() && id(published.peek()) <= position) {
      published.remove();
    }
    return !published.isEmpty() && id(published.peek()) == position + 1;
  }

  private static long id(JsonObject event) {
    return event.getLong("id");
  }
}
