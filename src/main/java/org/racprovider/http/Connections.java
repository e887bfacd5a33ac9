package org.racprovider.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * The connections of one event loop: beyond the limit they are closed at once, and so are those
 * that take too long to send their first request. Later ones have the idle time-out.
 */
final class Connections {

  private final Vertx vertx;
  private final Capacity capacity;
  private final Duration headerTime;
  private final Set<HttpConnection> withoutRequest =
      Collections.newSetFromMap(new IdentityHashMap<>());

  Connections(Vertx vertx, Capacity capacity, Duration headerTime) {
    this.vertx = vertx;
    this.capacity = capacity;
    this.headerTime = headerTime;
  }

  void opened(HttpConnection connection) {
    if (!capacity.connected()) {
      connection.close();
      return;
    }
    withoutRequest.add(connection);
    long timer = vertx.setTimer(headerTime.toMillis(), late -> closeIfWithoutRequest(connection));
    // A connection that becomes a WebSocket's never calls its close handler.
    ((ConnectionBase) connection)
        .closeFuture()
        .onComplete(
            closed -> {
              vertx.cancelTimer(timer);
              withoutRequest.remove(connection);
              capacity.disconnected();
            });
  }

  void requested(HttpServerRequest request) {
    if (!withoutRequest.isEmpty()) {
      withoutRequest.remove(request.connection());
    }
  }

  private void closeIfWithoutRequest(HttpConnection connection) {
    if (withoutRequest.contains(connection)) {
      connection.close();
    }
  }
}
