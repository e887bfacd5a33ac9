package org.racprovider.http.limits;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two limits on concurrent work: one in total and one for each subject. They are counted
 * separately, and every acquired permit must be released. Shared by all event loops.
 */
final class ConcurrencyLimit {

  private final int max;
  private final int maxPerSubject;
  private final AtomicInteger acquired = new AtomicInteger();
  private final Map<String, Integer> bySubject = new ConcurrentHashMap<>();

  ConcurrencyLimit(int max, int maxPerSubject) {
    this.max = max;
    this.maxPerSubject = maxPerSubject;
  }

  /** The permits in use, of all subjects. */
  int acquired() {
    return acquired.get();
  }

  /** Acquires a permit of the total; returns false if none is left. */
  boolean tryAcquire() {
    if (acquired.incrementAndGet() <= max) {
      return true;
    }
    release();
    return false;
  }

  /** Acquires a permit of a subject; returns false if none is left. */
  boolean tryAcquire(String subject) {
    if (bySubject.merge(subject, 1, Integer::sum) <= maxPerSubject) {
      return true;
    }
    release(subject);
    return false;
  }

  void release() {
    acquired.decrementAndGet();
  }

  void release(String subject) {
    bySubject.computeIfPresent(subject, (key, count) -> count == 1 ? null : count - 1);
  }
}
