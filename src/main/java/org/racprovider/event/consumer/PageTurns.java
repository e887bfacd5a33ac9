package org.racprovider.event.consumer;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.racprovider.bus.Actor;

/**
 * Limits how many consumers of a process hold a page of events at a time. A consumer with turns
 * also gives a page back when its handler does not continue at once, and reads the rest again.
 */
public interface PageTurns {

  /** For whom pages are read. */
  Actor actor();

  /** Completes on the context of the caller, when it may read and hold a page. */
  Future<Turn> next();

  /** The right to hold one page. */
  interface Turn {

    /** Reserves memory for the page that was read; returns false if there is too little. */
    boolean tryHold(JsonObject page);

    /** Gives the right to another consumer; must be called once. */
    void end();
  }
}
