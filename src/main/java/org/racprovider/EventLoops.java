package org.racprovider;

import io.vertx.core.VertxOptions;

/** The number and the options of the event loops. */
final class EventLoops {

  private EventLoops() {}

  /**
   * Half of the processors, but at least one. PostgreSQL and the other threads of the JVM need the
   * rest. With more event loops, waking another thread for a request costs more than it gains.
   */
  static int number() {
    return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  }

  /** Uses epoll if it is available, because it costs less than Java's own selector. */
  static VertxOptions options() {
    return new VertxOptions().setEventLoopPoolSize(number()).setPreferNativeTransport(true);
  }
}
