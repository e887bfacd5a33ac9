package org.racprovider.http.limits;

import org.racprovider.bus.Failure;

/** The permits of one request: one of the total, and one of its caller. */
final class RequestPermits {

  private final String subject;
  private ConcurrencyLimit limit;
  private boolean held;

  /** Permits of this limit, which are not acquired yet. */
  RequestPermits(ConcurrencyLimit limit, String subject) {
    this.limit = limit;
    this.subject = subject;
  }

  /**
   * Acquires the permits, also after they were released.
   *
   * @throws Failure 503 if there are too many requests, 429 if there are too many of this caller
   */
  void acquire() {
    if (!limit.tryAcquire()) {
      throw Failure.unavailable();
    }
    if (!limit.tryAcquire(subject)) {
      limit.release();
      throw Failure.throttled();
    }
    held = true;
  }

  /** Gives the permits back. Does nothing if there are none. */
  void release() {
    if (held) {
      held = false;
      limit.release();
      limit.release(subject);
    }
  }

  /** Holds permits of another limit instead, which the caller of this method has acquired. */
  void replace(ConcurrencyLimit other) {
    release();
    limit = other;
    held = true;
  }
}
