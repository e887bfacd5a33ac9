package org.racprovider;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.racprovider.config.AppConfig;
import org.racprovider.config.Timings;
import org.racprovider.tracing.Tracing;

/** A running server: the whole of it, in this process. */
public final class Server {

  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final MainVerticle main;
  private final Tracing tracing;
  private final Duration stopTime;

  private Server(Vertx vertx, MainVerticle main, Tracing tracing, Duration stopTime) {
    this.vertx = vertx;
    this.main = main;
    this.tracing = tracing;
    this.stopTime = stopTime;
  }

  /**
   * Starts a server with the settings of an environment; a failed start leaves nothing behind.
   *
   * @param environment {@code RAC_*} variables, and those of OpenTelemetry
   */
  public static Future<Server> start(Map<String, String> environment) {
    return start(environment, Timings.DEFAULT);
  }

  /**
   * Starts a server as {@link #start(Map)} does, with other timings.
   *
   * @param timings for tests that would otherwise wait
   */
  public static Future<Server> start(Map<String, String> environment, Timings timings) {
    return Future.succeededFuture(environment)
        .map(Tracing::of)
        .compose(tracing -> start(environment, timings, tracing));
  }

  private static Future<Server> start(
      Map<String, String> environment, Timings timings, Tracing tracing) {
    Vertx starter = tracing.builder(EventLoops.options()).build();
    return AppConfig.load(starter, environment)
        .map(config -> config.with(timings))
        .compose(
            config ->
                config.cluster().enabled()
                    ? join(starter, config, tracing)
                    : deploy(starter, config, tracing))
        .onFailure(cause -> starter.close().onComplete(closed -> tracing.close()));
  }

  /** What the starter has begun it also ends, so it is closed when all is done. */
  private static Future<Server> join(Vertx starter, AppConfig config, Tracing tracing) {
    return ClusterNode.join(config.cluster(), tracing::builder)
        .compose(vertx -> deploy(vertx, config, tracing))
        .onSuccess(server -> starter.close());
  }

  private static Future<Server> deploy(Vertx vertx, AppConfig config, Tracing tracing) {
    MainVerticle main = new MainVerticle(config);
    Duration stopTime =
        config.http().shutdownDelay().plus(config.http().shutdownTimeout()).plus(CLOSING);
    return vertx
        .deployVerticle(main)
        .map(deployed -> new Server(vertx, main, tracing, stopTime))
        .onFailure(cause -> vertx.close());
  }

  /** The port that HTTP listens on. */
  public int port() {
    return main.port();
  }

  /** The port that metrics and probes are served on. */
  public int managementPort() {
    return main.managementPort();
  }

  /** Turns the ready probe red, finishes the requests in flight, then closes everything. */
  public Future<Void> stop() {
    // A promise without context: after the close no event loop is left to complete another.
    Promise<Void> httpShutDown = Promise.promise();
    main.shutDownHttp().onComplete(ignored -> httpShutDown.complete());
    return httpShutDown
        .future()
        .compose(ignored -> vertx.close())
        .compose(closed -> Future.fromCompletionStage(CompletableFuture.runAsync(tracing::close)));
  }

  /** How long {@link #stop} may take. */
  public Duration stopTime() {
    return stopTime;
  }
}
