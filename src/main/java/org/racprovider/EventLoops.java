package org.racprovider;

import io.vertx.core.VertxOptions;

/** How the verticles use the processors. */
final class EventLoops {

  private EventLoops() {}

  /**
   * Half of the processors, but at least one. PostgreSQL and the other threads of the JVM need the
   * rest. With more event loops, waking another thread for a request costs more than it gains.
   */
  static int number() {
    return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  }

  /**
   * How many instances of the persistence verticle share the event loops. One event loop executes
   * about as many creates as a PostgreSQL on four processors can store.
   */
  static int persistenceInstances() {
    return Math.max(1, number() / 4);
  }

  /** Uses epoll if it is available, because it costs less than Java's own selector. */
  static VertxOptions options() {
    return new VertxOptions().setEventLoopPoolSize(number()).setPreferNativeTransport(true);
  }

  /** One event loop for the management port. */
  static VertxOptions managementOptions() {
    return new VertxOptions()
        .setEventLoopPoolSize(1)
        .setWorkerPoolSize(1)
        .setInternalBlockingPoolSize(1)
        .setPreferNativeTransport(true);
  }
}
