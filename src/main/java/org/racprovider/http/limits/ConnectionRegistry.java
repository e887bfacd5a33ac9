package org.racprovider.http.limits;

import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.racprovider.config.HttpConfig.HttpLimits;
import org.racprovider.config.Timings;

/**
 * The connections of one event loop. It closes a connection whose client does not send a complete
 * request in time, or does not read its output. The idle timeout of Vert.x does not help, because
 * each received byte restarts it.
 */
public final class ConnectionRegistry {

  private final AdmissionControl admission;
  private final Duration firstRequestTimeout;
  private final Duration requestTimeout;
  private final Duration unreadOutput;
  private final Map<HttpConnection, ClientConnection> open = new IdentityHashMap<>();

  public ConnectionRegistry(
      Vertx vertx, AdmissionControl admission, HttpLimits limits, Timings timings) {
    this.admission = admission;
    this.firstRequestTimeout = limits.headerTime();
    this.requestTimeout =
        Collections.max(List.of(limits.headerTime(), limits.bodyTime(), limits.idleTime()));
    this.unreadOutput = timings.unreadOutput();
    vertx.setPeriodic(timings.connectionCheck().toMillis(), tick -> closeExpired());
  }

  /** Must be called when a client has connected. */
  public void connected(HttpConnection connection) {
    ConnectionChannel channel = new ConnectionChannel(connection);
    if (!channel.join(admission.openConnections())) {
      channel.closeNow();
      return;
    }
    open.put(connection, new ClientConnection(channel, admission.limitOutput(channel)));
    channel.closed().onComplete(closed -> open.remove(connection));
  }

  /**
   * Must be called when the headers of a request have arrived. The request is handled when the
   * client has read the responses to its previous requests, and never if the connection is beyond
   * the limit.
   */
  public void requestReceived(HttpServerRequest request, Handler<HttpServerRequest> handler) {
    ClientConnection connection = open.get(request.connection());
    if (connection != null) {
      connection.requestReceived(request, handler);
    }
  }

  private void closeExpired() {
    // A copy, because closing a connection removes it from the map.
    List.copyOf(open.values()).forEach(ClientConnection::closeIfExpired);
  }

  private final class ClientConnection {

    private final ConnectionChannel channel;
    private final OutputHandler output;

    /** Weak, because a request may refer to a large body, also after its response. */
    private Reference<HttpServerRequest> latestRequest = new WeakReference<>(null);

    private long deadline;

    ClientConnection(ConnectionChannel channel, OutputHandler output) {
      this.channel = channel;
      this.output = output;
      setDeadline(firstRequestTimeout);
    }

    /** Starts the time for the body, and for the headers of the next request. */
    void requestReceived(HttpServerRequest request, Handler<HttpServerRequest> handler) {
      latestRequest = new WeakReference<>(request);
      setDeadline(requestTimeout);
      if (channel.isWritable()) {
        handler.handle(request);
      } else {
        Promise<Void> writable = Promise.promise();
        channel.stopReadingUntil(request, writable.future());
        output.onceWritable(
            () -> {
              writable.complete();
              handler.handle(request);
            });
      }
    }

    void closeIfExpired() {
      if (hasUnreadOutput()) {
        channel.closeNow();
      } else if (isServing()) {
        setDeadline(requestTimeout);
      } else if (System.nanoTime() - deadline >= 0) {
        channel.close();
      }
    }

    private boolean hasUnreadOutput() {
      return output.unread().nanosWithoutProgress(System.nanoTime()) >= unreadOutput.toNanos();
    }

    /** Whether the client has sent everything and waits for the response, or has a WebSocket. */
    private boolean isServing() {
      HttpServerRequest request = latestRequest.get();
      return channel.isSocket()
          || (request != null && request.isEnded() && !request.response().ended());
    }

    private void setDeadline(Duration timeout) {
      deadline = System.nanoTime() + timeout.toNanos();
    }
  }
}
