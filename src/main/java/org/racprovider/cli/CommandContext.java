package org.racprovider.cli;

import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.util.Map;
import java.util.function.Function;
import org.racprovider.config.AppConfig;

/**
 * The process that a command runs in.
 *
 * @param environment {@code RAC_*} variables
 * @param results receives the results of the command and nothing else
 * @param messages receives all other output, for people
 * @param terminal whether {@code messages} is a terminal
 */
record CommandContext(
    Map<String, String> environment, PrintStream results, PrintStream messages, boolean terminal) {

  /** Reads the configuration from the environment. */
  AppConfig config() {
    return AppConfig.load(environment);
  }

  /** Runs blocking work with a Vert.x that is closed afterwards. */
  <T> T withVertx(Function<Vertx, T> work) {
    Vertx vertx = Vertx.vertx();
    try {
      return work.apply(vertx);
    } finally {
      vertx.close().await();
    }
  }
}
