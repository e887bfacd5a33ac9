package org.racprovider;

import io.vertx.core.VertxOptions;

/** The threads that serve requests, and how they wait for the network. */
final class EventLoops {

  private EventLoops() {}

  /**
   * Half of the processors, at least one: a request crosses from the router to the database and
   * back, and threads that wake each other cost more than they gain where PostgreSQL, or the JVM's
   * own threads, could use the processors too.
   */
  static int number() {
    return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  }

  /** Linux' epoll, called directly, takes less than Java's way to it; that is used elsewhere. */
  static VertxOptions options() {
    return new VertxOptions().setEventLoopPoolSize(number()).setPreferNativeTransport(true);
  }
}
