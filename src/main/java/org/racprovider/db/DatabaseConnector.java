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

/** Waits until the database accepts a connection. */
final class DatabaseConnector {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseConnector.class);

  /** The whole message of the driver when it does not trust the certificate of the database. */
  private static final String HANDSHAKE_FAILED = "SSL handshake failed";

  private static final String HANDSHAKE_HINT =
      ": is its certificate signed by the CA in RAC_DATABASE_CA, and with verify-full issued for"
          + " this host?";

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(2);
  private static final Duration MIN_ATTEMPT = Duration.ofSeconds(1);
  private static final Duration MAX_ATTEMPT = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final DatabaseConfig database;
  private final long deadline;

  DatabaseConnector(Vertx vertx, DatabaseConfig database) {
    this.vertx = vertx;
    this.database = database;
    this.deadline = System.nanoTime() + database.startTimeout().toNanos();
  }

  /**
   * Returns the first connection that succeeds; the caller closes it. Fails with a {@link
   * StartFailure} when the start timeout has elapsed, or when another attempt cannot succeed.
   */
  Future<PgConnection> connect() {
    return connect(FIRST_PAUSE, new TimeoutException());
  }

  /** The failure to start because of the database. */
  static StartFailure unreachable(DatabaseConfig database, String reason) {
    return new StartFailure(
        ExitCode.DATABASE_UNREACHABLE,
        "cannot use the database at %s: %s".formatted(database.direct(), reason));
  }

  private Future<PgConnection> connect(Duration pause, Throwable previous) {
    return attempt()
        .recover(
            failure -> {
              // A timeout says less than the failure of an earlier attempt.
              Throwable cause = failure instanceof TimeoutException ? previous : failure;
              return isFinal(cause) || remaining().isNegative()
                  ? Future.failedFuture(unreachable(database, reason(cause)))
                  : retry(pause, cause);
            });
  }

  private Future<PgConnection> retry(Duration pause, Throwable cause) {
    LOG.atInfo()
        .addKeyValue("database", database.direct())
        .addKeyValue("reason", reason(cause))
        .log("Waiting for the database");
    long wait = Collections.min(List.of(pause, remaining())).toMillis();
    Duration next = Collections.min(List.of(pause.multipliedBy(2), MAX_PAUSE));
    return vertx
        .timer(Math.max(1, wait), TimeUnit.MILLISECONDS)
        .compose(fired -> connect(next, cause));
  }

  /** The driver itself has no timeout for a server that accepts the connection and stays silent. */
  private Future<PgConnection> attempt() {
    Future<PgConnection> connecting = PgConnection.connect(vertx, database.directOptions());
    Duration limit = Collections.min(List.of(MAX_ATTEMPT, remaining()));
    Duration timeout = Collections.max(List.of(MIN_ATTEMPT, limit));
    return connecting
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(failure -> connecting.onSuccess(PgConnection::close));
  }

  private Duration remaining() {
    return Duration.ofNanos(deadline - System.nanoTime());
  }

  /** SQLSTATE class 28: the user or the password is wrong; 3D000: the database does not exist. */
  private static boolean isFinal(Throwable cause) {
    return cause instanceof PgException refused
        && (refused.getSqlState().startsWith("28") || refused.getSqlState().equals("3D000"));
  }

  private static String reason(Throwable cause) {
    if (cause instanceof PgException refused) {
      return refused.getErrorMessage();
    }
    if (cause instanceof TimeoutException) {
      return "it does not respond";
    }
    String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return message.equals(HANDSHAKE_FAILED) ? message + HANDSHAKE_HINT : message;
  }
}
