package org.racprovider.event.consumer;

import io.vertx.core.Future;

/**
 * Limits how many consumers of a process hold a page of events at a time. A consumer with turns
 * also gives a page back when its handler does not continue at once, and reads the rest again.
 */
public interface PageTurns {

  /** Completes on the context of the caller, when it may read and hold a page. */
  Future<Turn> next();

  /** The right to hold one page. */
  interface Turn {

    /** Gives the right to another consumer; must be called once. */
    void end();
  }
}
