package org.racprovider;

import ch.qos.logback.classic.LoggerContext;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import org.racprovider.cli.Cli;
import org.racprovider.start.ExitCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Without arguments starts the server with the settings of the environment, and stops it on SIGTERM
 * or SIGINT; with arguments runs a command.
 */
public final class Main {

  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  private static final long START_SECONDS = 1;

  private Main() {}

  public static void main(String[] args) {
    if (args.length > 0) {
      System.exit(Cli.ofProcess().run(args));
    }
    Future<Server> starting = Server.start(System.getenv());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(starting), "shutdown"));
    starting.onComplete(Main::serve, Main::refuse);
  }

  private static void serve(Server server) {
    LOG.atInfo()
        .addKeyValue("port", server.port())
        .addKeyValue("management_port", server.managementPort())
        .log("Serving");
  }

  /** A start that fails or hangs has nothing to finish: the process ends as it would. */
  private static void stop(Future<Server> starting) {
    if (starting.failed()) {
      return;
    }
    try {
      Server server = starting.await(START_SECONDS, TimeUnit.SECONDS);
      server.stop().await(server.stopTime().toMillis(), TimeUnit.MILLISECONDS);
      LOG.info("Stopped");
      ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
      Runtime.getRuntime().halt(0);
    } catch (Exception late) {
      LOG.warn("Not stopped in time");
    }
  }

  private static void refuse(Throwable cause) {
    ExitCode exit = ExitCode.of(cause);
    if (exit == ExitCode.UNEXPECTED) {
      LOG.error("Cannot start", cause);
    } else {
      LOG.error("Cannot start: {}", cause.getMessage());
    }
    System.exit(exit.code());
  }
}
