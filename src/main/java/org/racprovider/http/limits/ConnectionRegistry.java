package org.racprovider.http.limits;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.racprovider.config.HttpLimits;

/**
 * The connections of one event loop: beyond the limit they are closed at once, and so are those
 * that take too long to send a request, however many bytes of one they send.
 */
public final class ConnectionRegistry {

  private static final long LOOK_MILLIS = 500;

  private final Backpressure backpressure = new Backpressure();
  private final AdmissionControl capacity;
  private final Duration first;
  private final Duration later;
  private final Map<HttpConnection, ConnectionDeadline> open = new IdentityHashMap<>();

  public ConnectionRegistry(Vertx vertx, AdmissionControl capacity, HttpLimits limits) {
    this.capacity = capacity;
    this.first = limits.headerTime();
    this.later =
        Collections.max(List.of(limits.headerTime(), limits.bodyTime(), limits.idleTime()));
    vertx.setPeriodic(LOOK_MILLIS, tick -> closeLate());
  }

  public void opened(HttpConnection connection) {
    if (!capacity.connected()) {
      connection.close();
      return;
    }
    // One that becomes a WebSocket's never calls its close handler.
    ConnectionBase base = (ConnectionBase) connection;
    base.channel().pipeline().addFirst(backpressure);
    open.put(connection, new ConnectionDeadline(base, first));
    base.closeFuture()
        .onComplete(
            closed -> {
              open.remove(connection);
              capacity.disconnected();
            });
  }

  public void requested(HttpServerRequest request) {
    ConnectionDeadline conversation = open.get(request.connection());
    if (conversation != null) {
      conversation.requested(request, later);
    }
  }

  private void closeLate() {
    // Those that close leave the map meanwhile.
    List.copyOf(open.values()).forEach(conversation -> conversation.closeIfLate(later));
  }
}
