package org.racprovider.config;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * How to reach PostgreSQL.
 *
 * @param url {@code postgresql://user:password@host:port/database?sslmode=…}, secret
 * @param poolSize the largest number of connections
 * @param startTimeout how long the start waits for the database
 * @param statementTimeout after which PostgreSQL gives up a statement
 */
public record Database(String url, int poolSize, Duration startTimeout, Duration statementTimeout) {

  private static final String APPLICATION = "rac-provider-server";
  private static final int LONGEST_STATEMENT = 16_384;

  /** For the Vert.x driver, with the time-outs that it has no options for. */
  public PgConnectOptions connectOptions() {
    String timeout = Long.toString(statementTimeout.toMillis());
    PgConnectOptions options = parsed();
    options
        .setCachePreparedStatements(true)
        // Longer ones than this would be parsed and planned at each execution.
        .setPreparedStatementCacheSqlLimit(LONGEST_STATEMENT)
        .addProperty("application_name", APPLICATION)
        .addProperty("statement_timeout", timeout)
        .addProperty("idle_in_transaction_session_timeout", timeout);
    // As libpq has it, "require" encrypts and verifies nothing.
    return options.getSslMode() == SslMode.DISABLE
        ? options
        : options.setSslOptions(new ClientSSLOptions().setTrustAll(true));
  }

  /**
   * The same for statements that are planned once. The plan has to hold when tables have grown that
   * were small, and so has that of the foreign keys' checks: neither may be to read a whole table.
   */
  public PgConnectOptions planningOnce() {
    return connectOptions()
        .addProperty("plan_cache_mode", "force_generic_plan")
        .addProperty("enable_seqscan", "off");
  }

  /** For JDBC, without user and password. */
  public String jdbcUrl() {
    PgConnectOptions options = parsed();
    String host = options.getHost();
    return "jdbc:postgresql://%s:%d/%s?sslmode=%s&ApplicationName=%s&tcpKeepAlive=true"
        .formatted(
            host.contains(":") ? "[" + host + "]" : host,
            options.getPort(),
            URLEncoder.encode(options.getDatabase(), StandardCharsets.UTF_8).replace("+", "%20"),
            options.getSslMode().name().toLowerCase(Locale.ROOT),
            APPLICATION);
  }

  public String user() {
    return parsed().getUser();
  }

  public String password() {
    return parsed().getPassword();
  }

  /** The database's place, fit for a log: {@code host:port/database}. */
  public String place() {
    PgConnectOptions options = parsed();
    return options.getHost() + ":" + options.getPort() + "/" + options.getDatabase();
  }

  private PgConnectOptions parsed() {
    return PgConnectOptions.fromUri(url);
  }

  @Override
  public String toString() {
    return "Database[%s, poolSize=%d, startTimeout=%s, statementTimeout=%s]"
        .formatted(place(), poolSize, startTimeout, statementTimeout);
  }
}
