package org.racprovider.cli;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.util.Map;
import java.util.function.Function;

/**
 * Where a command runs.
 *
 * @param environment {@code RAC_*} variables
 * @param results for what was asked for, and nothing else
 * @param messages for everything else, to be read by people
 * @param terminal whether someone looks at the messages as they come
 */
record Shell(
    Map<String, String> environment, PrintStream results, PrintStream messages, boolean terminal) {

  /** Gives work a Vert.x, waits for its end, and fails as it does. Not for event loops. */
  <T> T await(Function<Vertx, Future<T>> work) {
    Vertx vertx = Vertx.vertx();
    try {
      return work.apply(vertx).await();
    } finally {
      vertx.close().await();
    }
  }
}
