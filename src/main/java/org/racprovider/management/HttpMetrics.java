package org.racprovider.management;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.racprovider.http.RequestObservation;
import org.racprovider.http.limits.AdmissionControl;

/**
 * How many requests of which kind were answered, and how fast. Vert.x has such metrics too, which
 * cost several times as much. Shared by all event loops.
 */
public final class HttpMetrics implements Consumer<RequestObservation> {

  /** Clients may send any others, and so make a time series of each. */
  private static final Set<HttpMethod> METHODS =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.POST,
          HttpMethod.PUT,
          HttpMethod.PATCH,
          HttpMethod.DELETE,
          HttpMethod.OPTIONS);

  private record Kind(String route, String method, int status) {

    static Kind of(RequestObservation exchange) {
      HttpMethod method = exchange.method();
      String name = METHODS.contains(method) ? method.name() : "OTHER";
      return new Kind(exchange.route(), name, exchange.status());
    }
  }

  private final MeterRegistry registry;
  private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

  public HttpMetrics(MeterRegistry registry, AdmissionControl capacity) {
    this.registry = registry;
    registry.gauge(Meters.HTTP_CONNECTIONS, capacity, AdmissionControl::connections);
    registry.gauge("rac.http.requests.active", capacity, AdmissionControl::requests);
    Gauge.builder("rac.http.bodies", capacity, AdmissionControl::bodyBytes)
        .baseUnit(BaseUnits.BYTES)
        .register(registry);
  }

  @Override
  public void accept(RequestObservation ended) {
    timers.computeIfAbsent(Kind.of(ended), this::timer).record(ended.nanos(), TimeUnit.NANOSECONDS);
  }

  private Timer timer(Kind kind) {
    return Timer.builder(Meters.HTTP_REQUEST)
        .tag("route", kind.route())
        .tag("method", kind.method())
        .tag("status", Integer.toString(kind.status()))
        .register(registry);
  }
}
