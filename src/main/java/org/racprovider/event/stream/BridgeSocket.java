package org.racprovider.event.stream;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.time.Instant;
import org.racprovider.config.Timings;
import org.racprovider.http.limits.UnreadOutput;

/**
 * The socket of one client of the bridge. It limits the lifetime of the socket and the unwritten
 * output. The library's own sockets accept every write and never report a full queue.
 */
final class BridgeSocket {

  /** A client without a token gets only errors. */
  private static final int MAX_BYTES_WITHOUT_TOKEN = 64 << 10;

  private static final int MAX_BYTES = 4 << 20;

  /** The memory that the library needs for a message, beside its content. */
  private static final int MESSAGE_OVERHEAD_BYTES = 512;

  private static final int GOING_AWAY = 1001;
  private static final long NO_TIMER = -1;

  private final Vertx vertx;
  private final SockJSSocket socket;
  private final UnreadOutput unread;
  private final Runnable onClose;
  private final long pingTimer;
  private long expiryTimer = NO_TIMER;
  private int maxBytes = MAX_BYTES_WITHOUT_TOKEN;
  private int waitingBytes;
  private Future<Void> lastWrite = Future.succeededFuture();
  private boolean pinged;
  private boolean closed;

  /**
   * @param unread the unread output of the socket's connection
   * @param onClose is run once, when either side closes the socket
   */
  BridgeSocket(
      Vertx vertx, SockJSSocket socket, UnreadOutput unread, Timings timings, Runnable onClose) {
    this.vertx = vertx;
    this.socket = socket;
    this.unread = unread;
    this.onClose = onClose;
    this.pingTimer =
        vertx.setPeriodic(timings.bridgePing().toMillis(), ignored -> closeUnlessPinged());
    closeAt(Instant.now().plus(timings.bridgeAuthentication()));
    socket.closeHandler(ignored -> closed()).exceptionHandler(ignored -> close());
  }

  /** Raises the limit on output to that of a client with a valid token. */
  void authenticated() {
    maxBytes = MAX_BYTES;
  }

  /** Closes the socket at this time instead of the one that was set before. */
  void closeAt(Instant time) {
    vertx.cancelTimer(expiryTimer);
    expiryTimer = vertx.setTimer(EventStream.millisUntil(time), ignored -> close());
  }

  /** Notes that the client sent a ping. A socket without pings is closed. */
  void pinged() {
    pinged = true;
  }

  private void closeUnlessPinged() {
    if (!pinged) {
      if (waitingBytes == 0) {
        socket.close(GOING_AWAY, "Session expired");
      }
      close();
    }
    pinged = false;
  }

  boolean isClosed() {
    return closed;
  }

  /** Writes an event; completes when the socket has room for the next one. */
  Future<Void> writeEvent(JsonObject message) {
    Future<Void> written = write(message);
    return closed || isFull() ? written : Future.succeededFuture();
  }

  /** Completes when the socket has room for another large message, and when it is closed. */
  Future<Void> room() {
    return isFull() ? lastWrite.otherwiseEmpty() : Future.succeededFuture();
  }

  private boolean isFull() {
    return waitingBytes > EventStream.FULL_BYTES;
  }

  /**
   * Writes a message; completes when it has been written to the network. Closes the socket if there
   * is too much unwritten output.
   */
  Future<Void> write(JsonObject message) {
    Buffer data = message.toBuffer();
    int bytes = data.length() + MESSAGE_OVERHEAD_BYTES;
    if (waitingBytes > 0 && waitingBytes + bytes > maxBytes) {
      close();
    }
    if (closed) {
      return Future.failedFuture("The socket is closed");
    }
    addWaiting(bytes);
    lastWrite = socket.write(data).onComplete(ignored -> addWaiting(-bytes));
    return lastWrite;
  }

  private void addWaiting(int bytes) {
    waitingBytes += bytes;
    unread.add(bytes);
  }

  /** Closes the socket. The session ignores later messages of the client. */
  void close() {
    if (!closed) {
      closed();
      if (waitingBytes == 0) {
        socket.close();
      } else {
        // The library would wait until the client has taken all output.
        unread.closeNow();
      }
    }
  }

  /** The library would keep a closed socket in memory for a while if it were closed again. */
  private void closed() {
    if (!closed) {
      closed = true;
      vertx.cancelTimer(expiryTimer);
      vertx.cancelTimer(pingTimer);
      onClose.run();
    }
  }
}
