package org.racprovider.event.stream;

import java.time.Duration;
import java.time.Instant;

/** When streams end. */
final class StreamExpiry {

  private static final long LONGEST_MILLIS = Duration.ofDays(1).toMillis();

  private StreamExpiry() {}

  /** For a timer: at least 1, and a day at most, after which clients come again. */
  static long millisUntil(Instant end) {
    long left = Duration.between(Instant.now(), end).toMillis();
    return Math.max(1, Math.min(left, LONGEST_MILLIS));
  }
}
