package org.racprovider.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/** What goes on on one connection, and until when it waits for the client. */
final class Conversation {

  private final HttpConnection connection;
  private HttpServerRequest latest;
  private long deadline;

  /**
   * @param patience how long the first request may take
   */
  Conversation(HttpConnection connection, Duration patience) {
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
    if (isServing()) {
      awaitUntilAfter(patience);
    } else if (System.nanoTime() - deadline >= 0) {
      connection.close();
    } else {
      forgetAnswered();
    }
  }

  /** Whether the client has sent all and waits, or has a WebSocket. */
  private boolean isServing() {
    return latest != null && latest.isEnded() && (!isAnswered() || isWebSocket());
  }

  private boolean isAnswered() {
    return latest.response().ended();
  }

  private boolean isWebSocket() {
    return latest.response().getStatusCode() == HttpResponseStatus.SWITCHING_PROTOCOLS.code();
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
