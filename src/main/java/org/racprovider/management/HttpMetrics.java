package org.racprovider.management;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.racprovider.http.RequestObservation;
import org.racprovider.http.limits.AdmissionControl;
import org.racprovider.metrics.Meters;

/**
 * Measures the latency of requests by route, method and status. The metrics of Vert.x cost several
 * times as much. Shared by all event loops.
 */
public final class HttpMetrics implements Consumer<RequestObservation> {

  /** Other methods share one time series, because clients may send any number of them. */
  private static final Set<HttpMethod> METHODS =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.POST,
          HttpMethod.PUT,
          HttpMethod.PATCH,
          HttpMethod.DELETE,
          HttpMethod.OPTIONS);

  private record Series(String route, String method, int status) {

    static Series of(RequestObservation request) {
      HttpMethod method = request.method();
      String name = METHODS.contains(method) ? method.name() : "OTHER";
      return new Series(request.route(), name, request.status());
    }
  }

  private final MeterRegistry registry;
  private final Map<Series, Timer> timers = new ConcurrentHashMap<>();

  public HttpMetrics(MeterRegistry registry, AdmissionControl admission) {
    this.registry = registry;
    registry.gauge(Meters.HTTP_CONNECTIONS, admission, AdmissionControl::connections);
    registry.gauge("rac.http.requests.active", admission, AdmissionControl::requests);
  }

  @Override
  public void accept(RequestObservation ended) {
    timers
        .computeIfAbsent(Series.of(ended), this::timer)
        .record(ended.nanos(), TimeUnit.NANOSECONDS);
  }

  private Timer timer(Series series) {
    return Timer.builder(Meters.HTTP_REQUEST)
        .tag("route", series.route())
        .tag("method", series.method())
        .tag("status", Integer.toString(series.status()))
        .register(registry);
  }
}
