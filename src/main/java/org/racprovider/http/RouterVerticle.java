package org.racprovider.http;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.racprovider.auth.Authentication;
import org.racprovider.auth.KeySet;
import org.racprovider.bus.Failure;
import org.racprovider.config.AppConfig;
import org.racprovider.config.HttpLimits;
import org.racprovider.config.TlsConfig;
import org.racprovider.http.limits.AdmissionControl;
import org.racprovider.http.limits.BodyReader;
import org.racprovider.http.limits.ConnectionRegistry;
import org.racprovider.start.StartFailure;

/** Owns HTTP: takes requests and hands them to the route groups, which use the event bus. */
public final class RouterVerticle extends VerticleBase {

  private static final int LONGEST_LINE = 4096;

  /** On a WebSocket, in bytes: it holds a token and little else. */
  private static final int LONGEST_MESSAGE = 64 << 10;

  /** Short, because who is at it does not count among the connections yet. */
  private static final int HANDSHAKE_SECONDS = 3;

  /** The places whose paths need no slash at their end. */
  private static final Pattern SLASHLESS = Pattern.compile("/(eventbus|static)/.*");

  private final AppConfig config;
  private final KeySet keys;
  private final AdmissionControl capacity;
  private final ShutdownState drain;
  private final Consumer<RequestObservation> observer;
  private final List<RouteGroup> routeGroups;
  private HttpServer server;

  /**
   * @param keys shared by all instances
   * @param capacity likewise
   * @param drain likewise
   * @param observer likewise; is told of each request
   * @param routeGroups the routes that this instance serves
   */
  public RouterVerticle(
      AppConfig config,
      KeySet keys,
      AdmissionControl capacity,
      ShutdownState drain,
      Consumer<RequestObservation> observer,
      List<RouteGroup> routeGroups) {
    this.config = config;
    this.keys = keys;
    this.capacity = capacity;
    this.drain = drain;
    this.observer = observer;
    this.routeGroups = routeGroups;
  }

  @Override
  public Future<?> start() {
    ConnectionRegistry connections =
        new ConnectionRegistry(vertx, capacity, config.http().limits());
    Router router = router();
    return vertx
        .createHttpServer(options())
        .connectionHandler(connections::opened)
        .invalidRequestHandler(InvalidRequestHandler::answer)
        .requestHandler(
            request -> {
              connections.requested(request);
              router.handle(request);
            })
        .listen()
        .recover(
            cause -> StartFailure.notListening(config.http().host(), config.http().port(), cause))
        .onSuccess(listening -> server = listening);
  }

  @Override
  public Future<?> stop() {
    routeGroups.forEach(RouteGroup::close);
    return server.shutdown(config.http().shutdownTimeout().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The server that listens, once this verticle is deployed. */
  public HttpServer server() {
    return server;
  }

  private HttpServerOptions options() {
    HttpLimits limits = config.http().limits();
    // Instances share a random port when asked for a negative one, not when asked for 0.
    int port = config.http().port() == 0 ? -1 : config.http().port();
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(config.http().host())
            .setPort(port)
            .setMaxHeaderSize(limits.headerBytes())
            .setMaxInitialLineLength(Math.min(LONGEST_LINE, limits.headerBytes()))
            .setIdleTimeout((int) limits.idleTime().toSeconds())
            .setHandle100ContinueAutomatically(true)
            // What is inflated has no limit.
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false)
            .setMaxWebSocketMessageSize(LONGEST_MESSAGE)
            .setHttp2ClearTextEnabled(false)
            .setUseAlpn(false);
    config.http().tls().ifPresent(tls -> encrypt(options, tls));
    return options;
  }

  /** TLS 1.2 and 1.3; without ALPN it is HTTP/1.1. */
  private void encrypt(HttpServerOptions options, TlsConfig tls) {
    options
        .setSsl(true)
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .setCertPath(tls.certificate().toString())
                .setKeyPath(tls.key().toString()))
        .setSslHandshakeTimeout(HANDSHAKE_SECONDS);
  }

  private Router router() {
    Router router = Router.router(vertx);
    router.route().handler(this::prepare);
    router.route().failureHandler(new FailureHandler());
    new HealthProbes(vertx.eventBus(), drain, keys).mount(router);
    ApiRouter api = api(router);
    routeGroups.forEach(group -> group.mount(api));
    router.route().handler(context -> context.fail(Failure.notFound()));
    return router;
  }

  private ApiRouter api(Router router) {
    HttpLimits limits = config.http().limits();
    BodyReader bodies = new BodyReader(vertx, limits.bodyBytes(), limits.bodyTime(), capacity);
    Authentication authentication = new Authentication(vertx, config.jwt(), keys);
    return new ApiRouter(router, config.http().basePath(), authentication, bodies, capacity);
  }

  private void prepare(RoutingContext context) {
    RequestObservation.begin(context, observer);
    ResponseHeaders.add(context.request());
    if (drain.hasBegun()) {
      context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    String path = context.request().path();
    if ((path.endsWith("/") || SLASHLESS.matcher(path).matches()) && isNormal(context)) {
      context.next();
    } else {
      context.fail(Failure.notFound());
    }
  }

  private static boolean isNormal(RoutingContext context) {
    try {
      return context.request().path().equals(context.normalizedPath());
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }
}
