package org.racprovider.db;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.racprovider.config.Database;
import org.racprovider.config.DatabaseAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits, blocking, until the database takes connections. */
final class DatabaseWait {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseWait.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(5);

  private final DatabaseAddress address;
  private final long deadline;

  DatabaseWait(Database database) {
    this.address = database.direct();
    this.deadline = System.nanoTime() + database.startTimeout().toNanos();
  }

  /**
   * The first connection that could be made; its caller closes it.
   *
   * @throws DatabaseUnreachableException when the time is over, or waiting would not help
   */
  Connection connect() {
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        return DriverManager.getConnection(address.jdbcUrl(), properties());
      } catch (SQLException e) {
        requireHope(e);
        LOG.atInfo()
            .addKeyValue("database", address.place())
            .addKeyValue("reason", reason(e))
            .log("Waiting for the database");
      }
      sleep(shorter(pause, left()));
      pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
    }
  }

  private void requireHope(SQLException cause) {
    if (isFinal(cause) || left().isNegative()) {
      throw unreachable(cause);
    }
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("user", address.user());
    properties.setProperty("password", address.password());
    long seconds = Math.max(1, shorter(left(), LONGEST_ATTEMPT).toSeconds());
    properties.setProperty("loginTimeout", Long.toString(seconds));
    properties.setProperty("socketTimeout", Long.toString(seconds));
    return properties;
  }

  private Duration left() {
    return Duration.ofNanos(deadline - System.nanoTime());
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Class 28: wrong user or password; 3D000: no such database. */
  private static boolean isFinal(SQLException cause) {
    String state = String.valueOf(cause.getSQLState());
    return state.startsWith("28") || state.equals("3D000");
  }

  private DatabaseUnreachableException unreachable(SQLException cause) {
    return new DatabaseUnreachableException(
        "cannot use the database at %s: %s".formatted(address.place(), reason(cause)));
  }

  private static String reason(SQLException cause) {
    return cause.getMessage().lines().findFirst().orElse("");
  }

  private void sleep(Duration pause) {
    try {
      Thread.sleep(Math.max(1, pause.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseUnreachableException("interrupted while waiting for the database");
    }
  }
}
