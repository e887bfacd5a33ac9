package org.racprovider.management;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;
import org.racprovider.config.AppConfig.ManagementConfig;
import org.racprovider.http.HealthProbes;
import org.racprovider.start.StartFailure;

/**
 * Serves metrics in the Prometheus text format, and the probes, on a separate port. Monitoring
 * needs no token there, and the limits of the API do not apply to it.
 */
public final class ManagementVerticle extends VerticleBase {

  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final int IDLE_SECONDS = 60;
  private static final long REFRESH_MILLIS = 1500;

  private final ManagementConfig config;
  private final HealthProbes health;
  private final PrometheusMeterRegistry registry;
  private final Supplier<Future<?>> refresh;
  private final JvmMetrics jvm = new JvmMetrics();
  private HttpServer server;

  /**
   * @param refresh updates the meters that are measured only when the metrics are read
   */
  public ManagementVerticle(
      ManagementConfig config,
      HealthProbes health,
      PrometheusMeterRegistry registry,
      Supplier<Future<?>> refresh) {
    this.config = config;
    this.health = health;
    this.registry = registry;
    this.refresh = refresh;
  }

  @Override
  public Future<?> start() {
    jvm.bindTo(registry);
    return vertx
        .createHttpServer(options())
        .requestHandler(router())
        .listen()
        .recover(cause -> StartFailure.notListening(config.host(), config.port(), cause))
        .onSuccess(listening -> server = listening);
  }

  /** The port that it listens on, once deployed. */
  public int port() {
    return server.actualPort();
  }

  @Override
  public Future<?> stop() {
    jvm.close();
    registry.close();
    return server.close();
  }

  private HttpServerOptions options() {
    return new HttpServerOptions()
        .setHost(config.host())
        .setPort(config.port())
        .setIdleTimeout(IDLE_SECONDS)
        .setHttp2ClearTextEnabled(false);
  }

  private Router router() {
    Router router = Router.router(vertx);
    health.mount(router);
    router.get("/-/metrics/").handler(this::metrics);
    return router;
  }

  /** Completes without new values if they take long: the event loops may be busy. */
  private Future<Void> refreshed() {
    Context own = vertx.getOrCreateContext();
    Promise<Void> first = Promise.promise();
    refresh.get().onComplete(ignored -> own.runOnContext(hop -> first.tryComplete()));
    long timer = vertx.setTimer(REFRESH_MILLIS, tick -> first.tryComplete());
    return first.future().onComplete(ignored -> vertx.cancelTimer(timer));
  }

  /** Formats the hundreds of metrics on a worker thread. */
  private void metrics(RoutingContext context) {
    refreshed()
        .transform(refreshed -> vertx.executeBlocking(() -> registry.scrape()))
        .onFailure(context::fail)
        .onSuccess(
            metrics ->
                context
                    .response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, PROMETHEUS_TEXT)
                    .end(metrics));
  }
}
