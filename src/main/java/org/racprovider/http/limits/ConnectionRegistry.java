package org.racprovider.http.limits;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.racprovider.config.HttpConfig.HttpLimits;
import org.racprovider.config.Timings;

/**
 * The connections of one event loop. It closes those beyond the limit at once, and those of slow
 * clients at their {@link ConnectionDeadline}. The idle timeout of Vert.x does not: each byte of an
 * incomplete request restarts it.
 */
public final class ConnectionRegistry {

  private final AdmissionControl admission;
  private final Duration firstRequest;
  private final Duration requestTimeout;
  private final Duration unreadOutput;
  private final Map<HttpConnection, ConnectionDeadline> open = new IdentityHashMap<>();

  public ConnectionRegistry(
      Vertx vertx, AdmissionControl admission, HttpLimits limits, Timings timings) {
    this.admission = admission;
    this.firstRequest = limits.headerTime();
    this.requestTimeout =
        Collections.max(List.of(limits.headerTime(), limits.bodyTime(), limits.idleTime()));
    this.unreadOutput = timings.unreadOutput();
    vertx.setPeriodic(timings.connectionCheck().toMillis(), tick -> closeExpired());
  }

  /** A client has connected. */
  public void connected(HttpConnection connection) {
    if (!admission.tryAcquireConnection()) {
      connection.close();
      return;
    }
    ConnectionChannel channel = new ConnectionChannel(connection);
    channel.applyBackpressure();
    open.put(
        connection, new ConnectionDeadline(channel, firstRequest, requestTimeout, unreadOutput));
    channel
        .closed()
        .onComplete(
            closed -> {
              open.remove(connection);
              admission.releaseConnection();
            });
  }

  /** The headers of a request have arrived. */
  public void requestReceived(HttpServerRequest request) {
    ConnectionDeadline deadline = open.get(request.connection());
    if (deadline != null) {
      deadline.requestReceived(request);
    }
  }

  private void closeExpired() {
    // A copy, because closing a connection removes it from the map.
    List.copyOf(open.values()).forEach(ConnectionDeadline::closeIfExpired);
  }
}
