package org.racprovider.db;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.racprovider.config.DatabaseConfig;
import org.racprovider.start.ExitCode;
import org.racprovider.start.StartFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits until the database takes connections. */
final class DatabaseWait {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseWait.class);

  /** All that the driver says when it does not trust the database's certificate. */
  private static final String HANDSHAKE_FAILED = "SSL handshake failed";

  private static final String HANDSHAKE_HINT =
      ": is its certificate from who RAC_DATABASE_CA names, and with verify-full for this host?";

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(5);
  private static final Duration SHORTEST_ATTEMPT = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final DatabaseConfig database;
  private final long deadline;

  DatabaseWait(Vertx vertx, DatabaseConfig database) {
    this.vertx = vertx;
    this.database = database;
    this.deadline = System.nanoTime() + database.startTimeout().toNanos();
  }

  /**
   * The first connection that could be made; its caller closes it. Fails with {@link StartFailure}
   * when the time is over, or waiting would not help.
   */
  Future<PgConnection> connect() {
    return connect(FIRST_PAUSE, new TimeoutException());
  }

  /** An attempt that is cut off says less than the one before. */
  private Future<PgConnection> connect(Duration pause, Throwable before) {
    return attempt()
        .recover(
            failed -> {
              Throwable cause = failed instanceof TimeoutException ? before : failed;
              requireHope(cause);
              LOG.atInfo()
                  .addKeyValue("database", database.direct())
                  .addKeyValue("reason", reason(cause))
                  .log("Waiting for the database");
              Duration wait = Collections.min(List.of(pause, left()));
              Duration next = Collections.min(List.of(pause.multipliedBy(2), LONGEST_PAUSE));
              return vertx
                  .timer(Math.max(1, wait.toMillis()), TimeUnit.MILLISECONDS)
                  .compose(over -> connect(next, cause));
            });
  }

  /** The driver itself waits for ever for a server that accepts and says nothing. */
  private Future<PgConnection> attempt() {
    Future<PgConnection> connecting = PgConnection.connect(vertx, database.directOptions());
    Duration most = Collections.min(List.of(LONGEST_ATTEMPT, left()));
    Duration patience = Collections.max(List.of(SHORTEST_ATTEMPT, most));
    return connecting
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(late -> connecting.onSuccess(PgConnection::close));
  }

  private void requireHope(Throwable cause) {
    if (isFinal(cause) || left().isNegative()) {
      throw new StartFailure(
          ExitCode.DATABASE_UNREACHABLE,
          "cannot use the database at %s: %s".formatted(database.direct(), reason(cause)));
    }
  }

  private Duration left() {
    return Duration.ofNanos(deadline - System.nanoTime());
  }

  /** Class 28: wrong user or password; 3D000: no such database. */
  private static boolean isFinal(Throwable cause) {
    return cause instanceof PgException refused
        && (refused.getSqlState().startsWith("28") || refused.getSqlState().equals("3D000"));
  }

  private static String reason(Throwable cause) {
    if (cause instanceof PgException refused) {
      return refused.getErrorMessage();
    }
    if (cause instanceof TimeoutException) {
      return "it does not answer";
    }
    String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return message.equals(HANDSHAKE_FAILED) ? message + HANDSHAKE_HINT : message;
  }
}
