package org.racprovider.status;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.util.UUID;
import org.racprovider.event.relay.EventLag;
import org.racprovider.http.HealthProbes;
import org.racprovider.metrics.Meters;

/**
 * Publishes the status of this node and collects the status of all nodes. Beyond existing meters,
 * it reads only the readiness probe and the event lag.
 */
public final class StatusVerticle extends VerticleBase {

  private final NodeRegistry nodes;
  private final HealthProbes health;
  private final EventLag lag;
  private final RecentRequests requests;
  private final MeterRegistry registry;
  private final int port;
  private final String id = UUID.randomUUID().toString();
  private String name;

  /**
   * @param nodes receives the status of every node
   * @param registry has the gauges of {@code lag} and of the whole deployment
   * @param port that HTTP listens on
   */
  public StatusVerticle(
      NodeRegistry nodes,
      HealthProbes health,
      EventLag lag,
      RecentRequests requests,
      MeterRegistry registry,
      int port) {
    this.nodes = nodes;
    this.health = health;
    this.lag = lag;
    this.requests = requests;
    this.registry = registry;
    this.port = port;
  }

  @Override
  public Future<?> start() {
    return vertx
        .executeBlocking(() -> InetAddress.getLocalHost().getHostName())
        .otherwise("localhost")
        .onSuccess(host -> name = host + ":" + port)
        .compose(named -> collect())
        .compose(collecting -> publish())
        .onSuccess(
            published -> vertx.setPeriodic(requests.interval().toMillis(), tick -> publish()));
  }

  private Future<Void> collect() {
    return vertx
        .eventBus()
        .consumer(NodeStatus.PUBLISHED, message -> update(message.body()))
        .completion();
  }

  /**
   * Also updates the registry directly, so that it contains this node even if the cluster fails.
   */
  private Future<?> publish() {
    Future<String> state = health.state();
    return Future.join(state, lag.update())
        .map(ignored -> status(state.result()))
        .onSuccess(
            status -> {
              update(status);
              vertx.eventBus().publish(NodeStatus.PUBLISHED, status);
            });
  }

  private void update(Object message) {
    nodes.update(message, System.nanoTime());
  }

  private JsonObject status(String state) {
    RecentRequests.Statistics recent = requests.sample();
    return new JsonObject()
        .put("id", id)
        .put("name", name)
        .put("status", state)
        .put("requests_per_second", recent.perSecond())
        .put("p50_ms", recent.p50Millis())
        .put("p99_ms", recent.p99Millis())
        .put("creates_waiting", gauge(Meters.CREATE_QUEUE))
        .put("connections", gauge(Meters.HTTP_CONNECTIONS))
        .put("events_waiting", gauge(Meters.EVENTS_WAITING))
        .put("events_lag_seconds", gauge(Meters.EVENTS_LAG));
  }

  /** JSON has no NaN, so an unknown value is null. */
  private Double gauge(String meter) {
    double value = registry.get(meter).gauge().value();
    return Double.isNaN(value) ? null : value;
  }
}
