package org.racprovider.http.limits;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;

/** What goes on on one connection, and until when it waits for the client. */
final class ConnectionDeadline {

  private static final Duration MOST_UNWRITABLE = Duration.ofSeconds(8);

  private final ConnectionBase connection;
  private HttpServerRequest latest;
  private long deadline;
  private long lastWritable = System.nanoTime();

  /**
   * @param patience how long the first request may take
   */
  ConnectionDeadline(ConnectionBase connection, Duration patience) {
    this.connection = connection;
    awaitUntilAfter(patience);
  }

  /**
   * @param patience how long its body may take, and the next request after it
   */
  void requested(HttpServerRequest request, Duration patience) {
    latest = request;
    awaitUntilAfter(patience);
  }

  /**
   * @param patience how long the next request may take after the latest has been answered
   */
  void closeIfLate(Duration patience) {
    if (isStuck()) {
      // Past Vert.x, where a close waits for its turn, and so for the client.
      connection.channel().pipeline().firstContext().close();
    } else if (isServing()) {
      awaitUntilAfter(patience);
    } else if (System.nanoTime() - deadline >= 0) {
      connection.close();
    } else {
      forgetAnswered();
    }
  }

  /**
   * Whether the client of a WebSocket has long not taken what is written to it. What it sends keeps
   * the idle time-out off.
   */
  private boolean isStuck() {
    if (connection.channel().isWritable()) {
      lastWritable = System.nanoTime();
    }
    return isWebSocket() && System.nanoTime() - lastWritable >= MOST_UNWRITABLE.toNanos();
  }

  /** Whether the client has sent all and waits, or has a WebSocket. */
  private boolean isServing() {
    return latest != null && latest.isEnded() && (!isAnswered() || isWebSocket());
  }

  private boolean isAnswered() {
    return latest.response().ended();
  }

  private boolean isWebSocket() {
    return latest != null
        && latest.response().getStatusCode() == HttpResponseStatus.SWITCHING_PROTOCOLS.code();
  }

  /** It may hold a large body. */
  private void forgetAnswered() {
    if (latest != null && latest.isEnded()) {
      latest = null;
    }
  }

  private void awaitUntilAfter(Duration patience) {
    deadline = System.nanoTime() + patience.toNanos();
  }
}
