package org.racprovider.event.stream;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.time.Instant;

/**
 * One client's socket: whose it is, until when it is open, and what is written to it when the
 * client takes nothing. Events are kept from it then; it reads them when it can, as it sees the
 * gap. The library's own sockets take whatever is written to them, and their queues look empty.
 */
final class BridgeSocket extends DelegatingSocket {

  private static final int FULL_BYTES = 64 << 10;

  /** Those of nobody get no more than refusals. */
  private static final int MOST_BYTES_OF_NOBODY = FULL_BYTES;

  /** An answer that is let through, and another that is on its way. */
  private static final int MOST_BYTES = 4 << 20;

  /** What the library holds beside the bytes of a message. */
  private static final int MESSAGE_BYTES = 512;

  private static final long MOST_MILLIS_FULL = 5000;
  private static final long NO_TIMER = -1;

  private String subject;
  private long end = NO_TIMER;
  private long patience = NO_TIMER;
  private int waiting;
  private boolean full;
  private boolean answered;
  private boolean closing;

  BridgeSocket(Vertx vertx, SockJSSocket socket) {
    super(vertx, socket);
  }

  /** The caller whose it is; null as long as it is nobody's. */
  String subject() {
    return subject;
  }

  void belongTo(String caller) {
    subject = caller;
  }

  /** Closes it then, and at no earlier end. */
  void endAt(Instant instant) {
    vertx.cancelTimer(end);
    end = vertx.setTimer(StreamExpiry.millisUntil(instant), ended -> close());
  }

  /** It is closed. */
  void closed() {
    vertx.cancelTimer(end);
    vertx.cancelTimer(patience);
  }

  boolean takesEvent() {
    return !full;
  }

  /** Who asks again without taking the last answer is cut off: answers are large. */
  boolean takesAnswer() {
    if (!full) {
      return true;
    }
    if (answered) {
      close();
      return false;
    }
    answered = true;
    return true;
  }

  @Override
  public Future<Void> write(Buffer data) {
    int bytes = data.length() + MESSAGE_BYTES;
    if (waiting > 0 && waiting + bytes > (subject == null ? MOST_BYTES_OF_NOBODY : MOST_BYTES)) {
      close();
      return Future.failedFuture("The client does not take what is written to it");
    }
    waiting += bytes;
    if (!full && waiting > FULL_BYTES) {
      full = true;
      patience = vertx.setTimer(MOST_MILLIS_FULL, late -> close());
    }
    return super.write(data).onComplete(written -> written(bytes));
  }

  private void written(int bytes) {
    waiting -= bytes;
    if (full && waiting <= FULL_BYTES / 2) {
      full = false;
      answered = false;
      vertx.cancelTimer(patience);
    }
  }

  /** What comes while it closes is not answered any more. */
  @Override
  public SockJSSocket handler(Handler<Buffer> handler) {
    return super.handler(
        data -> {
          if (!closing) {
            handler.handle(data);
          }
        });
  }

  @Override
  public void close() {
    closing = true;
    super.close();
  }

  @Override
  public boolean writeQueueFull() {
    return full;
  }
}
