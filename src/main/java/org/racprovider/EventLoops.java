package org.racprovider;

import io.vertx.core.VertxOptions;

/** The threads that serve requests. */
final class EventLoops {

  private EventLoops() {}

  /**
   * Half of the processors, at least one. A request crosses from the router to the database and
   * back, and waking another thread costs more than it gains while PostgreSQL and the threads of
   * the JVM need processors too.
   */
  static int number() {
    return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  }

  /** Uses Linux' epoll where it is available: it costs less than Java's own selector. */
  static VertxOptions options() {
    return new VertxOptions().setEventLoopPoolSize(number()).setPreferNativeTransport(true);
  }
}
