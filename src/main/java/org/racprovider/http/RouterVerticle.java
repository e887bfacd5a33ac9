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
import org.racprovider.config.HttpConfig.HttpLimits;
import org.racprovider.config.TlsConfig;
import org.racprovider.http.limits.AdmissionControl;
import org.racprovider.http.limits.BodyReader;
import org.racprovider.http.limits.ConnectionRegistry;
import org.racprovider.start.StartFailure;

/**
 * The HTTP server of one event loop. It passes requests to the route groups, which send commands on
 * the event bus.
 */
public final class RouterVerticle extends VerticleBase {

  private static final int MAX_LINE = 4096;

  /** In bytes. Clients send a token and little else in a WebSocket message. */
  private static final int MAX_WEBSOCKET_MESSAGE = 64 << 10;

  /**
   * In bytes. Otherwise the operating system takes megabytes for a client that does not read, and
   * counts them as memory of the container.
   */
  private static final int SEND_BUFFER = 64 << 10;

  /** How long a closed WebSocket waits for the client to confirm; it stays in memory so long. */
  private static final int CLOSING_SECONDS = 1;

  private static final int HANDSHAKE_SECONDS = 3;

  private static final Pattern WITHOUT_TRAILING_SLASH = Pattern.compile("/(eventbus|static)/.*");

  private final AppConfig config;
  private final KeySet keys;
  private final AdmissionControl admission;
  private final ShutdownState shutdown;
  private final Consumer<RequestObservation> observer;
  private final List<RouteGroup> routeGroups;
  private HttpServer server;

  /**
   * @param keys shared by all instances, like {@code admission}, {@code shutdown} and {@code
   *     observer}
   * @param observer is called at the end of each request
   * @param routeGroups the routes of this instance
   */
  public RouterVerticle(
      AppConfig config,
      KeySet keys,
      AdmissionControl admission,
      ShutdownState shutdown,
      Consumer<RequestObservation> observer,
      List<RouteGroup> routeGroups) {
    this.config = config;
    this.keys = keys;
    this.admission = admission;
    this.shutdown = shutdown;
    this.observer = observer;
    this.routeGroups = routeGroups;
  }

  @Override
  public Future<?> start() {
    ConnectionRegistry connections =
        new ConnectionRegistry(vertx, admission, config.http().limits(), config.timings());
    Router router = router();
    return vertx
        .createHttpServer(options())
        .connectionHandler(connections::connected)
        .invalidRequestHandler(FailureHandler::handleInvalid)
        .requestHandler(request -> connections.requestReceived(request, router))
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
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(config.http().host())
            .setPort(config.http().sharedPort())
            .setMaxHeaderSize(limits.headerBytes())
            .setMaxInitialLineLength(Math.min(MAX_LINE, limits.headerBytes()))
            .setIdleTimeout((int) limits.idleTime().toSeconds())
            .setSendBufferSize(SEND_BUFFER)
            .setHandle100ContinueAutomatically(true)
            // Vert.x does not limit the size of a decompressed message.
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false)
            .setMaxWebSocketMessageSize(MAX_WEBSOCKET_MESSAGE)
            .setWebSocketClosingTimeout(CLOSING_SECONDS)
            .setHttp2ClearTextEnabled(false)
            .setUseAlpn(false);
    config.http().tls().ifPresent(tls -> encrypt(options, tls));
    return options;
  }

  /** Enables TLS 1.2 and 1.3. Without ALPN the protocol is HTTP/1.1. */
  private void encrypt(HttpServerOptions options, TlsConfig tls) {
    options
        .setSsl(true)
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .setCertPath(tls.certificate().toString())
                .setKeyPath(tls.key().toString()))
        .setSslHandshakeTimeout(HANDSHAKE_SECONDS);
    CipherSuites.enable(options.getSslOptions());
  }

  private Router router() {
    Router router = Router.router(vertx);
    router.route().handler(this::prepare);
    router.route().failureHandler(new FailureHandler(config.timings().refusedBody()));
    new HealthProbes(vertx.eventBus(), shutdown, keys).mount(router);
    ApiRouter api = api(router);
    routeGroups.forEach(group -> group.mount(api));
    router.route().handler(context -> context.fail(Failure.notFound()));
    return router;
  }

  private ApiRouter api(Router router) {
    BodyReader bodyReader = new BodyReader(vertx, config.http().limits(), admission);
    Authentication authentication = new Authentication(vertx, config.jwt(), keys);
    return new ApiRouter(router, config.http().basePath(), authentication, bodyReader, admission);
  }

  private void prepare(RoutingContext context) {
    RequestObservation.start(context, observer);
    ResponseHeaders.add(context.request());
    if (shutdown.hasBegun()) {
      context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    String path = context.request().path();
    if ((path.endsWith("/") || WITHOUT_TRAILING_SLASH.matcher(path).matches())
        && isNormalized(context)) {
      context.next();
    } else {
      context.fail(Failure.notFound());
    }
  }

  private static boolean isNormalized(RoutingContext context) {
    try {
      return context.request().path().equals(context.normalizedPath());
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }
}
