package org.racprovider.config;

import io.vertx.pgclient.PgConnectOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How to reach PostgreSQL.
 *
 * @param address for requests
 * @param direct PostgreSQL itself, for what needs a session to be kept
 * @param pgBouncer whether the first is that of a PgBouncer in transaction mode
 * @param poolSize the most connections for reads and changes; creates, the event relay and the
 *     probe have their own
 * @param startTimeout how long the start waits for the database
 * @param statementTimeout after which PostgreSQL gives up a statement
 */
public record DatabaseConfig(
    DatabaseAddress address,
    DatabaseAddress direct,
    boolean pgBouncer,
    int poolSize,
    Duration startTimeout,
    Duration statementTimeout) {

  private static final Duration GRACE = Duration.ofMillis(500);
  private static final int LONGEST_STATEMENT = 16_384;

  /**
   * For statements that are planned once. The plan has to hold when tables have grown that were
   * small, and so has that of the foreign keys' checks: neither may be to read a whole table.
   */
  private static final Map<String, String> PLANNING_ONCE =
      Map.of("plan_cache_mode", "force_generic_plan", "enable_seqscan", "off");

  /** PostgreSQL without a pooler, and without a certificate that is verified. */
  public DatabaseConfig(
      String url, int poolSize, Duration startTimeout, Duration statementTimeout) {
    this(
        new DatabaseAddress(url, Optional.empty()),
        new DatabaseAddress(url, Optional.empty()),
        false,
        poolSize,
        startTimeout,
        statementTimeout);
  }

  /**
   * How long an answer to a statement is waited for: PostgreSQL is given the time to say itself
   * that it gave up.
   */
  public Duration answerTimeout() {
    return statementTimeout.plus(GRACE);
  }

  /** For requests. */
  public SessionConfig sessions() {
    return sessions(timeouts());
  }

  /** For requests whose statements are planned once. */
  public SessionConfig sessionsPlanningOnce() {
    return sessions(planningOnce());
  }

  /** For a session of its own with PostgreSQL itself. */
  public PgConnectOptions directOptions() {
    return keptOptions(direct, timeouts());
  }

  /** The same for statements that are planned once. */
  public PgConnectOptions directOptionsPlanningOnce() {
    return keptOptions(direct, planningOnce());
  }

  private SessionConfig sessions(Map<String, String> settings) {
    return pgBouncer
        ? new SessionConfig(pooledOptions(), settings)
        : new SessionConfig(keptOptions(address, settings), Map.of());
  }

  /** What a session prepares another would find, or not find: statements are not kept. */
  private PgConnectOptions pooledOptions() {
    return address.connectOptions().setCachePreparedStatements(false).setUseLayer7Proxy(true);
  }

  private static PgConnectOptions keptOptions(
      DatabaseAddress address, Map<String, String> settings) {
    PgConnectOptions options = address.connectOptions();
    settings.forEach(options::addProperty);
    options
        .setCachePreparedStatements(true)
        // Longer ones than this would be parsed and planned at each execution.
        .setPreparedStatementCacheSqlLimit(LONGEST_STATEMENT);
    return options;
  }

  /** The driver has no options for them. */
  private Map<String, String> timeouts() {
    String timeout = Long.toString(statementTimeout.toMillis());
    return Map.of("statement_timeout", timeout, "idle_in_transaction_session_timeout", timeout);
  }

  private Map<String, String> planningOnce() {
    Map<String, String> settings = new HashMap<>(timeouts());
    settings.putAll(PLANNING_ONCE);
    return settings;
  }
}
