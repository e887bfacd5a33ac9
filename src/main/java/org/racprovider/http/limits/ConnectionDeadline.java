package org.racprovider.http.limits;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/**
 * Closes one connection when its client is too slow: when the client does not send a complete
 * request in time, or does not read what is written to its WebSocket.
 */
final class ConnectionDeadline {

  private final ConnectionChannel channel;
  private final Duration requestTimeout;
  private final Duration unreadOutput;
  private HttpServerRequest latestRequest;
  private long deadline;
  private long lastWritable = System.nanoTime();

  /**
   * @param firstRequest the time until the first request must have arrived
   * @param requestTimeout the time for the body of a request and for the headers of the next one
   * @param unreadOutput how long the client of a WebSocket may read nothing
   */
  ConnectionDeadline(
      ConnectionChannel channel,
      Duration firstRequest,
      Duration requestTimeout,
      Duration unreadOutput) {
    this.channel = channel;
    this.requestTimeout = requestTimeout;
    this.unreadOutput = unreadOutput;
    setDeadline(firstRequest);
  }

  /** The headers of a request have arrived. */
  void requestReceived(HttpServerRequest request) {
    latestRequest = request;
    setDeadline(requestTimeout);
  }

  void closeIfExpired() {
    if (hasUnreadOutput()) {
      channel.closeNow();
    } else if (isServing()) {
      setDeadline(requestTimeout);
    } else if (System.nanoTime() - deadline >= 0) {
      channel.close();
    } else {
      forgetCompletedRequest();
    }
  }

  /**
   * Whether the client of a WebSocket has read nothing for too long. The idle timeout does not
   * apply to it as long as it sends something.
   */
  private boolean hasUnreadOutput() {
    if (channel.isWritable()) {
      lastWritable = System.nanoTime();
    }
    return isWebSocket() && System.nanoTime() - lastWritable >= unreadOutput.toNanos();
  }

  /** Whether the client has sent everything and waits for the response, or has a WebSocket. */
  private boolean isServing() {
    return latestRequest != null
        && latestRequest.isEnded()
        && (!latestRequest.response().ended() || isWebSocket());
  }

  private boolean isWebSocket() {
    return latestRequest != null
        && latestRequest.response().getStatusCode()
            == HttpResponseStatus.SWITCHING_PROTOCOLS.code();
  }

  /** Frees the memory of the request, which may include a large body. */
  private void forgetCompletedRequest() {
    if (latestRequest != null && latestRequest.isEnded()) {
      latestRequest = null;
    }
  }

  private void setDeadline(Duration timeout) {
    deadline = System.nanoTime() + timeout.toNanos();
  }
}
