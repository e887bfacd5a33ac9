package org.racprovider.config;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How to reach PostgreSQL.
 *
 * @param address the address that requests use
 * @param direct the address of PostgreSQL itself, for work that needs a session of its own
 * @param pgBouncer whether {@code address} is a PgBouncer in transaction mode
 * @param poolSize the maximum number of connections for reads and changes; creates, the event relay
 *     and the readiness check have their own
 * @param startTimeout how long the start waits for the database
 * @param statementTimeout how long a statement may run before PostgreSQL cancels it
 */
public record DatabaseConfig(
    DatabaseAddress address,
    DatabaseAddress direct,
    boolean pgBouncer,
    int poolSize,
    Duration startTimeout,
    Duration statementTimeout) {

  private static final Duration CANCEL_TIME = Duration.ofMillis(500);
  private static final Duration LOCK_IDLE_TIMEOUT = Duration.ofSeconds(3);
  private static final int MAX_STATEMENT_LENGTH = 16_384;
  private static final String UNNAMED = "-- unnamed";

  /**
   * The settings for statements that keep one generic plan. A plan that is made while a table is
   * small is still used when the table has grown, so it must never be a sequential scan. The same
   * holds for the checks of foreign keys.
   */
  private static final Map<String, String> GENERIC_PLAN =
      Map.of("plan_cache_mode", "force_generic_plan", "enable_seqscan", "off");

  /**
   * How a connection pool opens its sessions.
   *
   * @param options for the driver
   * @param hasBackends whether each connection is a backend of PostgreSQL, not of PgBouncer
   * @param eachTransaction the settings that each transaction must apply first; empty if sessions
   *     keep their settings
   */
  public record SessionConfig(
      PgConnectOptions options, boolean hasBackends, Map<String, String> eachTransaction) {}

  static DatabaseConfig of(ResolvedSettings values) {
    Optional<Path> ca = values.optionalPath(Setting.DATABASE_CA);
    String url = values.string(Setting.DATABASE_URL);
    return new DatabaseConfig(
        DatabaseAddress.of(url, ca),
        DatabaseAddress.of(values.optionalString(Setting.DATABASE_DIRECT_URL).orElse(url), ca),
        values.bool(Setting.DATABASE_PGBOUNCER),
        values.integer(Setting.DATABASE_POOL_SIZE),
        values.duration(Setting.DATABASE_START_TIMEOUT),
        values.duration(Setting.DATABASE_STATEMENT_TIMEOUT));
  }

  /** PostgreSQL without a pooler and without certificate verification. */
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
   * Marks a statement whose text depends on the request, so that no connection keeps it as a
   * prepared statement: each connection would keep hundreds of them, with their plans.
   */
  public static String unnamed(String sql) {
    return sql.stripTrailing() + "\n" + UNNAMED;
  }

  /**
   * How long the server waits for the response to a statement. It is longer than the statement
   * timeout, so that PostgreSQL has time to report the timeout itself.
   */
  public Duration responseTimeout() {
    return statementTimeout.plus(CANCEL_TIME);
  }

  /** For requests. */
  public SessionConfig sessions() {
    return sessions(commonSettings());
  }

  /**
   * For creates, whose statements keep one generic plan, and do what the triggers of inserts do
   * (migration V006).
   */
  public SessionConfig createSessions() {
    Map<String, String> settings = genericPlan();
    settings.put("rac_provider.insert_triggers", "off");
    return sessions(settings);
  }

  /** For a single session with PostgreSQL itself. */
  public PgConnectOptions directOptions() {
    return sessionOptions(direct, commonSettings());
  }

  /**
   * For a single session with PostgreSQL itself that holds a lock and sends a statement every
   * second.
   */
  public PgConnectOptions lockingOptions() {
    return locking(directOptions());
  }

  /** The same, for statements that keep one generic plan. */
  public PgConnectOptions genericPlanLockingOptions() {
    return locking(sessionOptions(direct, genericPlan()));
  }

  /** A pool of sessions with PostgreSQL itself. */
  public Pool directPool(Vertx vertx) {
    return PgBuilder.pool().connectingTo(directOptions()).using(vertx).build();
  }

  /**
   * If this process hangs, or its host or the network fails, PostgreSQL ends the session. That
   * releases the lock for another node.
   */
  private static PgConnectOptions locking(PgConnectOptions options) {
    return options
        .addProperty("idle_session_timeout", Long.toString(LOCK_IDLE_TIMEOUT.toMillis()))
        .addProperty("tcp_keepalives_idle", "2")
        .addProperty("tcp_keepalives_interval", "1")
        .addProperty("tcp_keepalives_count", "2");
  }

  private SessionConfig sessions(Map<String, String> settings) {
    return pgBouncer
        ? new SessionConfig(pooledOptions(), false, settings)
        : new SessionConfig(sessionOptions(address, settings), true, Map.of());
  }

  /** PgBouncer may run each transaction in another session, so prepared statements are not kept. */
  private PgConnectOptions pooledOptions() {
    return address.connectOptions().setCachePreparedStatements(false).setUseLayer7Proxy(true);
  }

  private static PgConnectOptions sessionOptions(
      DatabaseAddress address, Map<String, String> settings) {
    PgConnectOptions options = address.connectOptions();
    settings.forEach(options::addProperty);
    options
        .setCachePreparedStatements(true)
        .setPreparedStatementCacheSqlFilter(DatabaseConfig::isKept);
    return options;
  }

  /** Other statements are parsed and planned at each execution. */
  private static boolean isKept(String sql) {
    return sql.length() <= MAX_STATEMENT_LENGTH && !sql.endsWith(UNNAMED);
  }

  /**
   * The driver has no options for timeouts. PostgreSQL compiles plans with a high estimated cost
   * (JIT), which takes longer than any statement of this server, 200 ms at each execution for those
   * with {@code enable_seqscan=off}.
   */
  private Map<String, String> commonSettings() {
    String timeout = Long.toString(statementTimeout.toMillis());
    return Map.of(
        "statement_timeout", timeout, "idle_in_transaction_session_timeout", timeout, "jit", "off");
  }

  private Map<String, String> genericPlan() {
    Map<String, String> settings = new HashMap<>(commonSettings());
    settings.putAll(GENERIC_PLAN);
    return settings;
  }
}
