package org.racprovider.http;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.racprovider.bus.CommandClient;
import org.racprovider.bus.Failure;
import org.racprovider.config.AppConfig;
import org.racprovider.db.PersistenceVerticle;

/** Owns HTTP: admits, decodes and validates requests, and sends them on the event bus. */
public final class RouterVerticle extends VerticleBase {

  private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(10);

  private final AppConfig config;
  private final Function<CommandClient, List<Feature>> features;
  private final IntConsumer onListening;
  private HttpServer server;

  /**
   * @param features makes the resources that ask for commands
   * @param onListening is told the port
   */
  public RouterVerticle(
      AppConfig config, Function<CommandClient, List<Feature>> features, IntConsumer onListening) {
    this.config = config;
    this.features = features;
    this.onListening = onListening;
  }

  @Override
  public Future<?> start() {
    return vertx
        .createHttpServer(options())
        .requestHandler(router())
        .listen()
        .recover(cause -> Future.failedFuture(notListening(cause)))
        .onSuccess(
            listening -> {
              server = listening;
              onListening.accept(listening.actualPort());
            });
  }

  @Override
  public Future<?> stop() {
    return server.shutdown(DRAIN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private IOException notListening(Throwable cause) {
    String place = config.http().host() + ":" + config.http().port();
    return new IOException("cannot listen on %s: %s".formatted(place, cause.getMessage()), cause);
  }

  private HttpServerOptions options() {
    // Instances share a random port when asked for a negative one, not when asked for 0.
    int port = config.http().port() == 0 ? -1 : config.http().port();
    return new HttpServerOptions()
        .setHost(config.http().host())
        .setPort(port)
        .setHandle100ContinueAutomatically(true)
        .setHttp2ClearTextEnabled(false);
  }

  private Router router() {
    Router router = Router.router(vertx);
    router.route().handler(RouterVerticle::prepare);
    router.route().failureHandler(new FailureHandler());
    new Health(commands(PROBE_TIMEOUT), PersistenceVerticle.READY).mount(router);
    ApiRouter api = api(router);
    features.apply(commands(COMMAND_TIMEOUT)).forEach(feature -> feature.mount(api));
    router.route().handler(context -> context.fail(Failure.notFound()));
    return router;
  }

  private ApiRouter api(Router router) {
    BodyReader bodies = new BodyReader(config.http().maxBodyBytes());
    Authentication authentication = new Authentication(vertx, config.jwt());
    return new ApiRouter(router, config.http().basePath(), authentication, bodies);
  }

  private CommandClient commands(Duration timeout) {
    return new CommandClient(vertx.eventBus(), timeout);
  }

  private static void prepare(RoutingContext context) {
    RequestId.assign(context);
    ResponseHeaders.add(context.response());
    String path = context.request().path();
    if (path.endsWith("/") && path.equals(context.normalizedPath())) {
      context.next();
    } else {
      context.fail(Failure.notFound());
    }
  }
}
