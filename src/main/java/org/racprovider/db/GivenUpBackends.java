package org.racprovider.db;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the backends of connections that were given up, again and again until all are gone. Confined
 * to one event loop.
 */
final class GivenUpBackends {

  /** Runs work on a connection of the pool. */
  interface Runner {
    Future<Void> run(Function<SqlConnection, Future<Void>> work, Duration deadline);
  }

  private static final Logger LOG = LoggerFactory.getLogger(GivenUpBackends.class);

  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final Vertx vertx;
  private final ConnectionCount count;
  private final Runner runner;
  private boolean running;
  private boolean stopped;

  GivenUpBackends(Vertx vertx, ConnectionCount count, Runner runner) {
    this.vertx = vertx;
    this.count = count;
    this.runner = runner;
  }

  /** Begins, unless it runs already or there are none. */
  void end() {
    if (running || stopped || !count.canCheck()) {
      return;
    }
    running = true;
    runner
        .run(count::check, TIMEOUT)
        .onFailure(cause -> LOG.atDebug().setCause(cause).log("Backends not ended"))
        .onComplete(ended -> vertx.setTimer(PAUSE.toMillis(), fired -> endAgain()));
  }

  void stop() {
    stopped = true;
  }

  private void endAgain() {
    running = false;
    end();
  }
}
