package org.racprovider.event;

import io.vertx.core.Vertx;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.time.Instant;

/**
 * One client's socket: until when it is open, and what is written to it when the client takes
 * nothing. Events are kept from it then; it reads them when it can, as it sees the gap.
 */
final class BridgeSocket {

  private static final long MOST_MILLIS_FULL = 5000;
  private static final long NO_TIMER = -1;

  private final Vertx vertx;
  private final SockJSSocket socket;
  private long end = NO_TIMER;
  private long patience = NO_TIMER;
  private boolean full;
  private boolean answered;

  BridgeSocket(Vertx vertx, SockJSSocket socket) {
    this.vertx = vertx;
    this.socket = socket;
  }

  /** Closes it then, and at no earlier end. */
  void endAt(Instant instant) {
    vertx.cancelTimer(end);
    end = vertx.setTimer(Expiry.millisUntil(instant), ended -> socket.close());
  }

  /** It is closed. */
  void closed() {
    vertx.cancelTimer(end);
    vertx.cancelTimer(patience);
  }

  boolean takesEvent() {
    return !isFull();
  }

  /** Who asks again without taking the last answer is cut off: answers are large. */
  boolean takesAnswer() {
    if (!isFull()) {
      return true;
    }
    if (answered) {
      socket.close();
      return false;
    }
    answered = true;
    return true;
  }

  private boolean isFull() {
    if (!full && socket.writeQueueFull()) {
      full = true;
      patience = vertx.setTimer(MOST_MILLIS_FULL, late -> socket.close());
      socket.drainHandler(drained -> drained());
    }
    return full;
  }

  private void drained() {
    full = false;
    answered = false;
    vertx.cancelTimer(patience);
  }
}
