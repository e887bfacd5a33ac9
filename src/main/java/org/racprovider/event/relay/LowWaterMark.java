package org.racprovider.event.relay;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Tells up to which batch all are numbered that ever will be. A batch gets its id when it is
 * inserted, which is before any later one can be numbered: when that is longer ago than a
 * transaction lives after its insert, the earlier ones are committed or gone.
 */
final class LowWaterMark {

  private record Numbered(long batch, long nanos) {}

  private final long longestNanos;
  private final Deque<Numbered> recent = new ArrayDeque<>();
  private long last;
  private long settled;

  /**
   * @param longest for how long a transaction may go on after it inserted a batch
   */
  LowWaterMark(Duration longest) {
    this.longestNanos = longest.toNanos();
  }

  /** A batch was numbered. */
  void numbered(long batch) {
    last = Math.max(last, batch);
  }

  /**
   * Lets time count. From here on batches up to {@link #last} may be left out, so all of them must
   * be looked at once more: some may have been committed since that was done.
   */
  void advance() {
    long now = System.nanoTime();
    recent.add(new Numbered(last, now));
    while (now - recent.element().nanos() >= longestNanos) {
      settled = recent.remove().batch();
    }
  }

  /** The last batch that is settled, 0 where none is. */
  long last() {
    return settled;
  }
}
