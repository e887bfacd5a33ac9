package org.racprovider.support;

import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.racprovider.config.DatabaseAddress;
import org.racprovider.config.DatabaseConfig;
import org.racprovider.db.Migrations;

/**
 * A separate database for each test class. Register it in a static field:
 *
 * <pre>{@code
 * @RegisterExtension static final Postgres postgres = Postgres.migrated();
 * }</pre>
 *
 * <p>It is on the server that the system property {@code pg.uri} names ({@code
 * postgresql://user:password@host:port/database}), otherwise on one that all test classes share.
 */
public final class Postgres implements BeforeAllCallback, AfterAllCallback {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final boolean migrated;
  private final String name = "rac_test_" + UUID.randomUUID().toString().replace("-", "");
  private URI server;

  private Postgres(boolean migrated) {
    this.migrated = migrated;
  }

  /** A database without any table. */
  public static Postgres empty() {
    return new Postgres(false);
  }

  /** A database that all migrations were run on. */
  public static Postgres migrated() {
    return new Postgres(true);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    server = server(context);
    administer("CREATE DATABASE " + name);
    if (migrated) {
      migrate();
    }
  }

  /** Runs all migrations on it. */
  public void migrate() {
    Vertx vertx = Vertx.vertx();
    try {
      new Migrations(vertx, database()).run().await();
    } finally {
      vertx.close().await();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    // A client that connects at this moment keeps PostgreSQL from dropping the database.
    await()
        .atMost(TIMEOUT)
        .ignoreExceptions()
        .until(
            () -> {
              administer("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
              return true;
            });
  }

  /** The {@code postgresql://} address of the test's database. */
  public String uri() {
    return server.resolve("/" + name).toString();
  }

  /**
   * The configuration of this database: 4 connections, and timeouts of 20 s for statements and 60 s
   * for the start.
   */
  public DatabaseConfig database() {
    return database(uri());
  }

  /** A pool of connections to the test's database, which is closed with {@code vertx}. */
  public Pool pool(Vertx vertx) {
    return PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(4))
        .connectingTo(database().directOptions())
        .using(vertx)
        .build();
  }

  /** Runs one SQL statement on the test's database. */
  public void execute(String sql) {
    execute(database().direct(), sql);
  }

  private void administer(String sql) {
    execute(database(server.toString()).direct(), sql);
  }

  private static void execute(DatabaseAddress address, String sql) {
    try (Connection connection =
            DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static DatabaseConfig database(String uri) {
    // These times are long, so that a busy machine fails no test.
    return new DatabaseConfig(uri, 4, TIMEOUT, Duration.ofSeconds(20));
  }

  private static URI server(ExtensionContext context) {
    String given = System.getProperty("pg.uri", "");
    return URI.create(given.isEmpty() ? shared(context).uri() : given);
  }

  /** Starts the shared server before the first test class; JUnit closes it after the last. */
  private static PostgresServer shared(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .getOrComputeIfAbsent(
            PostgresServer.class, key -> PostgresServer.createQuick(), PostgresServer.class);
  }
}
