package org.racprovider.event;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Puts the feed in order: from the bus events come doubled, late or not at all, and what is missing
 * comes in pages from the database; here they leave one by one, each once, without a gap. What
 * comes while some are missing is not kept, as it will be read with them: who takes nothing out
 * does not fill the memory.
 */
final class EventQueue {

  private static final int MOST_WAITING = 1024;

  private final Deque<JsonObject> waiting = new ArrayDeque<>();
  private long position;
  private boolean behind = true;

  void startAfter(long last) {
    position = last;
  }

  /** Takes what the bus brings. */
  void add(JsonObject event) {
    if (waiting.size() >= MOST_WAITING) {
      waiting.clear();
      behind = true;
    }
    if (!behind) {
      waiting.add(event);
    }
  }

  /** The event behind the last one, where it is there; then that is the last one. */
  Optional<JsonObject> next() {
    while (!waiting.isEmpty() && id(waiting.peek()) <= position) {
      waiting.remove();
    }
    if (waiting.isEmpty() || id(waiting.peek()) > position + 1) {
      return Optional.empty();
    }
    position++;
    return Optional.of(waiting.remove());
  }

  /** Whether {@link #next} is empty because something may be missing. */
  boolean isBehind() {
    return behind || !waiting.isEmpty();
  }

  /** Something may be missing. */
  void doubt() {
    behind = true;
  }

  /** The position behind which to read; what the bus brings from now on is kept again. */
  long startReading() {
    behind = false;
    return position;
  }

  /** Takes what was read. What waits already is newer, or the same again. */
  void addPage(JsonObject page) {
    JsonArray events = page.getJsonArray("events");
    for (int i = events.size() - 1; i >= 0; i--) {
      waiting.addFirst(events.getJsonObject(i));
    }
    if (events.isEmpty()) {
      waiting.clear();
    }
    behind |= position + events.size() < page.getLong("newest");
  }

  void clear() {
    waiting.clear();
  }

  private static long id(JsonObject event) {
    return event.getLong("id");
  }
}
