package org.racprovider.cli;

import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.util.Map;
import java.util.function.Function;
import org.racprovider.config.AppConfig;

/**
 * Where a command runs.
 *
 * @param environment {@code RAC_*} variables
 * @param results for what was asked for, and nothing else
 * @param messages for everything else, to be read by people
 * @param terminal whether someone looks at the messages as they come
 */
record CommandContext(
    Map<String, String> environment, PrintStream results, PrintStream messages, boolean terminal) {

  /** The configuration that the environment gives. */
  AppConfig config() {
    return with(vertx -> AppConfig.load(vertx, environment).await());
  }

  /** Gives blocking work a Vert.x as long as it takes. */
  <T> T with(Function<Vertx, T> work) {
    Vertx vertx = Vertx.vertx();
    try {
      return work.apply(vertx);
    } finally {
      vertx.close().await();
    }
  }
}
