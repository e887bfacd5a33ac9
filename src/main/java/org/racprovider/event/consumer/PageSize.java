package org.racprovider.event.consumer;

/**
 * How many events a consumer reads at a time. A consumer that gives pages back reads smaller ones
 * next, so that it does not read the same events again and again.
 */
final class PageSize {

  /** The maximum of events in a page. */
  static final int MAX = 256;

  private static final int MIN = 8;

  private int events = MAX;

  int events() {
    return events;
  }

  /** Notes that all events of a page were handled. */
  void increase() {
    events = Math.min(MAX, events * 2);
  }

  /** Notes that a page was given back. */
  void decrease() {
    events = Math.max(MIN, events / 2);
  }
}
