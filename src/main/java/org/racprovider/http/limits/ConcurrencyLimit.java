package org.racprovider.http.limits;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * So many may be taken at once, so many of them by one subject; each of the two is counted by
 * itself. What was taken must be given back. Shared by all event loops.
 */
final class ConcurrencyLimit {

  private final int most;
  private final int mostOfOne;
  private final AtomicInteger taken = new AtomicInteger();
  private final Map<String, Integer> bySubject = new ConcurrentHashMap<>();

  /**
   * @param most in all
   * @param mostOfOne of one subject
   */
  ConcurrencyLimit(int most, int mostOfOne) {
    this.most = most;
    this.mostOfOne = mostOfOne;
  }

  int taken() {
    return taken.get();
  }

  /** Takes one, if there is one. */
  boolean take() {
    if (taken.incrementAndGet() <= most) {
      return true;
    }
    giveBack();
    return false;
  }

  /** Takes one of this subject's, if there is one. */
  boolean take(String subject) {
    if (bySubject.merge(subject, 1, Integer::sum) <= mostOfOne) {
      return true;
    }
    giveBack(subject);
    return false;
  }

  void giveBack() {
    taken.decrementAndGet();
  }

  void giveBack(String subject) {
    bySubject.computeIfPresent(subject, (key, count) -> count == 1 ? null : count - 1);
  }
}
