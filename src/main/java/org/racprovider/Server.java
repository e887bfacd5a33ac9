package org.racprovider;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.transport.Transport;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.racprovider.config.AppConfig;
import org.racprovider.config.ClusterConfig;
import org.racprovider.config.HttpConfig;
import org.racprovider.config.Timings;
import org.racprovider.http.limits.DirectMemory;
import org.racprovider.http.limits.OpenConnections;
import org.racprovider.limits.MemoryBudget;
import org.racprovider.tracing.Tracing;

/** A running server in this process. */
public final class Server {

  /** How long closing everything else may take after HTTP has been shut down. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final Vertx managementLoop;
  private final MainVerticle main;
  private final Tracing tracing;
  private final Duration stopTimeout;

  private Server(
      Vertx vertx, Vertx managementLoop, MainVerticle main, Tracing tracing, Duration stopTimeout) {
    this.vertx = vertx;
    this.managementLoop = managementLoop;
    this.main = main;
    this.tracing = tracing;
    this.stopTimeout = stopTimeout;
  }

  /**
   * Starts a server with the settings of an environment. Blocks while it reads files. When the
   * start fails, everything that was opened is closed.
   *
   * @param environment {@code RAC_*} variables, and those of OpenTelemetry
   */
  public static Future<Server> start(Map<String, String> environment) {
    return start(environment, Timings.DEFAULT);
  }

  /**
   * Starts a server as {@link #start(Map)} does, with other timings.
   *
   * @param timings shorter ones for tests
   */
  public static Future<Server> start(Map<String, String> environment, Timings timings) {
    return Future.succeededFuture(environment)
        .map(variables -> AppConfig.load(variables, timings))
        .compose(config -> start(config, Tracing.of(environment)));
  }

  private static Future<Server> start(AppConfig config, Tracing tracing) {
    MemoryBudget memory = new MemoryBudget(Runtime.getRuntime().maxMemory(), DirectMemory.limit());
    HttpConfig http = config.http();
    OpenConnections connections =
        new OpenConnections(
            http.limits().connections(),
            http.tls().isPresent(),
            config.timings().newConnectionGrace(),
            memory);
    Transport transport = connections.transport(http.sharedPort());
    return Future.succeededFuture(config.cluster())
        .compose(
            cluster -> vertx(cluster, options -> tracing.builder(options).withTransport(transport)))
        .onFailure(cause -> tracing.close())
        .compose(vertx -> deploy(vertx, config, memory, connections, tracing));
  }

  private static Future<Vertx> vertx(
      ClusterConfig cluster, Function<VertxOptions, VertxBuilder> builders) {
    return cluster.enabled()
        ? ClusterNode.join(cluster, builders)
        : Future.succeededFuture(builders.apply(EventLoops.options()).build());
  }

  private static Future<Server> deploy(
      Vertx vertx,
      AppConfig config,
      MemoryBudget memory,
      OpenConnections connections,
      Tracing tracing) {
    Vertx managementLoop = Vertx.vertx(EventLoops.managementOptions());
    MainVerticle main = new MainVerticle(config, managementLoop, memory, connections);
    HttpConfig http = config.http();
    Duration stopTimeout = http.shutdownDelay().plus(http.shutdownTimeout()).plus(CLOSE_TIMEOUT);
    Server server = new Server(vertx, managementLoop, main, tracing, stopTimeout);
    return vertx.deployVerticle(main).map(server).onFailure(cause -> server.close());
  }

  /** The port that HTTP listens on. */
  public int port() {
    return main.port();
  }

  /** The port that metrics and probes are served on. */
  public int managementPort() {
    return main.managementPort();
  }

  /** Makes the readiness probe fail, finishes the requests in flight, then closes everything. */
  public Future<Void> stop() {
    // A promise without a context: a closed Vert.x has no event loop that completes another one.
    Promise<Void> httpShutDown = Promise.promise();
    main.shutDownHttp().onComplete(ignored -> httpShutDown.complete());
    return httpShutDown.future().compose(ignored -> close());
  }

  private Future<Void> close() {
    return vertx
        .close()
        .eventually(managementLoop::close)
        .compose(closed -> Future.fromCompletionStage(CompletableFuture.runAsync(tracing::close)));
  }

  /** The maximum time that {@link #stop} takes. */
  public Duration stopTimeout() {
    return stopTimeout;
  }
}
