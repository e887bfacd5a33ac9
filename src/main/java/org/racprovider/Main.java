package org.racprovider;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the server with the settings of the environment, and stops it on SIGTERM or SIGINT. */
public final class Main {

  private static final Logger LOG = LoggerFactory.getLogger(Main.class);
  private static final long STOP_SECONDS = 15;

  private Main() {}

  public static void main(String[] args) {
    Server.start(System.getenv()).onComplete(Main::serve, Main::refuse);
  }

  private static void serve(Server server) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "shutdown"));
    LOG.atInfo().addKeyValue("port", server.port()).log("Serving");
  }

  private static void stop(Server server) {
    try {
      server.stop().await(STOP_SECONDS, TimeUnit.SECONDS);
      LOG.info("Stopped");
      Runtime.getRuntime().halt(0);
    } catch (Exception late) {
      LOG.atWarn().addKeyValue("seconds", STOP_SECONDS).log("Not stopped in time");
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
