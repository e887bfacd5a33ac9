package org.racprovider.event.consumer;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.racprovider.event.ProviderEvents;

/**
 * The events that a consumer has received and not handled yet. They come from two sources: the bus,
 * which may lose or duplicate events, and pages that are read from the database. The buffer returns
 * each event once and in order, and knows when to read a page.
 *
 * <p>The number of buffered published events is limited. Beyond the limit, all of them are dropped
 * and read again later, in pages that are limited in bytes.
 */
final class EventBuffer {

  private static final int MAX_PUBLISHED = 1024;

  /** While the handler runs. Each event may be as large as the largest request. */
  private static final int MAX_PUBLISHED_WHILE_HANDLING = 16;

  /** In bytes of heap, if the buffer is small. */
  private static final int MAX_PUBLISHED_BYTES = 16 << 10;

  private final Deque<JsonObject> read = new ArrayDeque<>();
  private final Deque<JsonObject> published = new ArrayDeque<>();
  private final boolean small;
  private long position;
  private boolean behind = true;
  private boolean receivedRecently;

  /**
   * @param small whether there are many buffers, so that each of them must hold little
   */
  EventBuffer(boolean small) {
    this.small = small;
  }

  /** Sets the position after which events are returned. */
  void startAfter(long position) {
    this.position = position;
  }

  /** The position of the last event that {@link #take} returned. */
  long position() {
    return position;
  }

  /** Adds an event that was published. {@link #limit} must follow, before it may be taken. */
  void addPublished(JsonObject event) {
    receivedRecently = true;
    published.add(event);
  }

  /** Drops the published events if there are more than the consumer may hold now. */
  void limit(boolean handling) {
    if (isTooLarge(handling)) {
      published.clear();
      behind = true;
    }
  }

  private boolean isTooLarge(boolean handling) {
    boolean few = small || handling;
    return published.size() > (few ? MAX_PUBLISHED_WHILE_HANDLING : MAX_PUBLISHED)
        || (small && published.stream().mapToLong(HeapSize::of).sum() > MAX_PUBLISHED_BYTES);
  }

  /** Whether it has events of a page. */
  boolean hasPage() {
    return !read.isEmpty();
  }

  /** Drops the events of a page, which are read again later. */
  void dropPage() {
    behind |= hasPage();
    read.clear();
  }

  /** Removes the next event; empty if it is not in the buffer. */
  Optional<JsonObject> take() {
    JsonObject next = read.isEmpty() && isPublishedNext() ? published.poll() : read.poll();
    if (next != null) {
      position = id(next);
    }
    return Optional.ofNullable(next);
  }

  /** Whether events must be read: some are missing, or were dropped. */
  boolean isBehind() {
    return behind || !published.isEmpty();
  }

  /** Notes that a read begins. If events are lost during the read, the buffer is behind again. */
  void beginRead() {
    behind = false;
  }

  /** Notes that the read failed. */
  void failRead() {
    behind = true;
  }

  /**
   * Adds the events of a page. Buffered published events are newer, or are the same events.
   *
   * @param page the reply of {@link ProviderEvents#READ} for the events after {@link #position}
   */
  Void addRead(JsonObject page) {
    JsonArray events = page.getJsonArray("events");
    for (int i = 0; i < events.size(); i++) {
      read.add(events.getJsonObject(i));
    }
    if (events.isEmpty() && !isPublishedNext()) {
      published.clear();
    }
    behind |= position + events.size() < page.getLong("newest");
    return null;
  }

  /**
   * Must be called periodically. If no event was received since the last call, the newest event may
   * be lost: no later event shows the gap.
   */
  void suspectLossAfterSilence() {
    behind |= !receivedRecently;
    receivedRecently = false;
  }

  void clear() {
    read.clear();
    published.clear();
  }

  /**
   * Whether the first published event is the next one. Drops published events that were returned
   * already.
   */
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
