package org.racprovider;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.racprovider.config.AppConfig;

/** A running server: the whole of it, in this process. */
public final class Server {

  private final Vertx vertx;
  private final int port;

  private Server(Vertx vertx, int port) {
    this.vertx = vertx;
    this.port = port;
  }

  /**
   * Starts a server with the settings of an environment; a failed start leaves nothing behind.
   *
   * @param environment {@code RAC_*} variables
   */
  public static Future<Server> start(Map<String, String> environment) {
    Vertx starter = Vertx.vertx();
    return AppConfig.load(starter, environment)
        .compose(
            config -> config.cluster().enabled() ? join(starter, config) : deploy(starter, config))
        .onFailure(cause -> starter.close());
  }

  /** What the starter has begun it also ends, so it is closed when all is done. */
  private static Future<Server> join(Vertx starter, AppConfig config) {
    return ClusterNode.join(config.cluster())
        .compose(vertx -> deploy(vertx, config))
        .onSuccess(server -> starter.close());
  }

  private static Future<Server> deploy(Vertx vertx, AppConfig config) {
    AtomicInteger port = new AtomicInteger();
    return vertx
        .deployVerticle(new MainVerticle(config, port::set))
        .map(deployed -> new Server(vertx, port.get()))
        .onFailure(cause -> vertx.close());
  }

  /** The port that HTTP listens on. */
  public int port() {
    return port;
  }

  /** Finishes the requests in flight, then closes everything. */
  public Future<Void> stop() {
    return vertx.close();
  }
}
