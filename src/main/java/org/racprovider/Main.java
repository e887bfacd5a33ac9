package org.racprovider;

import ch.qos.logback.classic.LoggerContext;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import org.racprovider.cli.Cli;
import org.racprovider.start.ExitCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The entry point of the process. Without arguments it starts the server with the settings of the
 * environment, and stops it on SIGTERM or SIGINT. With arguments it runs a command.
 */
public final class Main {

  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  private static final long START_TIMEOUT_SECONDS = 1;

  private Main() {}

  public static void main(String[] args) {
    if (args.length > 0) {
      System.exit(Cli.ofProcess().run(args));
    }
    Future<Server> started = Server.start(System.getenv());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(started), "shutdown"));
    started.onComplete(Main::logPorts, Main::exit);
  }

  private static void logPorts(Server server) {
    LOG.atInfo()
        .addKeyValue("port", server.port())
        .addKeyValue("management_port", server.managementPort())
        .log("Serving");
  }

  /** Does nothing if the start failed or hangs, because no requests are in flight then. */
  private static void stop(Future<Server> started) {
    if (started.failed()) {
      return;
    }
    try {
      Server server = started.await(START_TIMEOUT_SECONDS, TimeUnit.SECONDS);
      server.stop().await(server.stopTimeout().toMillis(), TimeUnit.MILLISECONDS);
      LOG.info("Stopped");
      ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
      Runtime.getRuntime().halt(0);
    } catch (Exception e) {
      LOG.atWarn().addKeyValue("reason", e.toString()).log("The server did not stop in time");
    }
  }

  private static void exit(Throwable cause) {
    ExitCode exit = ExitCode.of(cause);
    if (exit == ExitCode.UNEXPECTED) {
      LOG.error("Cannot start", cause);
    } else {
      LOG.error("Cannot start: {}", cause.getMessage());
    }
    System.exit(exit.code());
  }
}
