package org.racprovider.status;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.util.UUID;
import org.racprovider.event.relay.EventLag;
import org.racprovider.http.HealthProbes;
import org.racprovider.management.Meters;

/**
 * Tells the other nodes how this one does, and hears how they do. All it says is taken from meters
 * that are there anyway, and from what the ready probe and the metrics ask the database.
 */
public final class StatusVerticle extends VerticleBase {

  private static final long INTERVAL_MILLIS = 2000;

  private final NodeRegistry nodes;
  private final HealthProbes health;
  private final EventLag lag;
  private final MeterRegistry registry;
  private final RecentRequests requests;
  private final int port;
  private final String id = UUID.randomUUID().toString();
  private String name;

  /**
   * @param nodes takes note of what is heard
   * @param registry has the gauges of {@code lag} and of the whole deployment
   * @param port that HTTP listens on
   */
  public StatusVerticle(
      NodeRegistry nodes, HealthProbes health, EventLag lag, MeterRegistry registry, int port) {
    this.nodes = nodes;
    this.health = health;
    this.lag = lag;
    this.registry = registry;
    this.requests = new RecentRequests(Latencies.of(registry), System.nanoTime());
    this.port = port;
  }

  @Override
  public Future<?> start() {
    return vertx
        .executeBlocking(() -> InetAddress.getLocalHost().getHostName())
        .otherwise("localhost")
        .onSuccess(host -> name = host + ":" + port)
        .compose(named -> listen())
        .compose(listening -> tell())
        .onSuccess(told -> vertx.setPeriodic(INTERVAL_MILLIS, tick -> tell()));
  }

  private Future<Void> listen() {
    return vertx
        .eventBus()
        .consumer(NodeStatus.PUBLISHED, message -> hear(message.body()))
        .completion();
  }

  /** It also tells itself, so that it knows of one node whatever becomes of the cluster. */
  private Future<?> tell() {
    Future<String> state = health.state();
    return Future.join(state, lag.update())
        .map(asked -> status(state.result()))
        .onSuccess(
            status -> {
              hear(status);
              vertx.eventBus().publish(NodeStatus.PUBLISHED, status);
            });
  }

  private void hear(Object message) {
    nodes.hear(message, System.nanoTime());
  }

  private JsonObject status(String state) {
    requests.add(Latencies.of(registry), System.nanoTime());
    Latencies latencies = requests.latencies();
    return new JsonObject()
        .put("id", id)
        .put("name", name)
        .put("status", state)
        .put("requests_per_second", requests.perSecond())
        .put("p50_ms", latencies.within(0.5))
        .put("p99_ms", latencies.within(0.99))
        .put("creates_waiting", gauge(Meters.CREATE_QUEUE))
        .put("connections", gauge(Meters.HTTP_CONNECTIONS))
        .put("events_waiting", gauge(Meters.EVENTS_WAITING))
        .put("events_lag_seconds", gauge(Meters.EVENTS_LAG));
  }

  /** JSON has no NaN. */
  private Double gauge(String meter) {
    double value = registry.get(meter).gauge().value();
    return Double.isNaN(value) ? null : value;
  }
}
