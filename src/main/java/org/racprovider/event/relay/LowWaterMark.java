package org.racprovider.event.relay;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The highest batch id below which the relay need not search: all batches up to it were numbered or
 * rolled back.
 *
 * <p>A batch gets its id when it is inserted, but can be numbered only after its commit. So a
 * transaction that is still open may have a lower batch id than a numbered batch. A transaction
 * ends within a known time after its insert. Once that time has passed since a batch was numbered,
 * every batch with a lower id was committed or rolled back.
 */
final class LowWaterMark {

  private record Numbered(long batch, long nanos) {}

  private final long maxOpenNanos;
  private final Deque<Numbered> recent = new ArrayDeque<>();
  private long lastNumbered;
  private long value;

  /**
   * @param maxOpen how long a transaction may stay open after it inserted a batch
   */
  LowWaterMark(Duration maxOpen) {
    this.maxOpenNanos = maxOpen.toNanos();
  }

  /** Notes that a batch was numbered. */
  void numbered(long batch) {
    lastNumbered = Math.max(lastNumbered, batch);
  }

  /**
   * Raises the value, if enough time has passed. After each call the caller must search all batches
   * once, because batches may have been committed since the last full search.
   */
  void advance() {
    long now = System.nanoTime();
    recent.add(new Numbered(lastNumbered, now));
    while (now - recent.element().nanos() >= maxOpenNanos) {
      value = recent.remove().batch();
    }
  }

  /** The batch after which to search; 0 to search all batches. */
  long value() {
    return value;
  }
}
