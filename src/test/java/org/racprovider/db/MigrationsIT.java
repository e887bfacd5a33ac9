package org.racprovider.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.config.DatabaseConfig;
import org.racprovider.start.ExitCode;
import org.racprovider.start.StartFailure;
import org.racprovider.support.Postgres;

@ExtendWith(VertxExtension.class)
class MigrationsIT {

  @RegisterExtension static final Postgres postgres = Postgres.empty();

  private static Vertx vertx;
  private static Pool pool;

  @BeforeAll
  static void start(Vertx injected) {
    vertx = injected;
    pool = postgres.pool(vertx);
  }

  @BeforeEach
  void emptyTheDatabase() {
    postgres.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  }

  @Test
  void secondRunChangesNothing() {
    // When
    migrate();
    migrate();

    // Then
    assertThat(count("SELECT count(*) FROM provider")).isZero();
    assertThat(count("SELECT count(*) FROM flyway_schema_history WHERE version = '001'")).isOne();
  }

  @Test
  void severalServersMayMigrateAtOnce() {
    // When
    Future<?> all = Future.all(migrating(), migrating(), migrating());

    // Then
    assertThatCode(all::await).doesNotThrowAnyException();
    assertThat(count("SELECT count(*) FROM flyway_schema_history WHERE version = '001'")).isOne();
  }

  @Test
  void connectsWithoutEncryptionWithSslModePrefer() {
    // Given
    DatabaseConfig database = database(postgres.uri() + "?sslmode=prefer", Duration.ofSeconds(30));

    // When
    new Migrations(vertx, database).run().await();
    PgConnection connection = PgConnection.connect(vertx, database.directOptions()).await();

    // Then
    assertThat(
            connection
                .query("SHOW statement_timeout")
                .execute()
                .await()
                .iterator()
                .next()
                .getString(0))
        .isEqualTo("3s");
    connection.close().await();
  }

  @Test
  void rejectsNewerSchema() {
    // Given
    migrate();
    postgres.execute(
        "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
            + " checksum, installed_by, execution_time, success)"
            + " VALUES (900, '900', 'later', 'SQL', 'V900__later.sql', 1, 'me', 1, true)");

    // Then
    assertThatThrownBy(this::migrate)
        .isInstanceOf(StartFailure.class)
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.SCHEMA_TOO_NEW)
        .hasMessageContaining("version 900")
        .hasMessageMatching(".*knows versions up to 0\\d\\d.*");
  }

  @Test
  void rejectsEditedMigration() {
    // Given
    migrate();
    postgres.execute("UPDATE flyway_schema_history SET checksum = 1 WHERE version = '001'");

    // Then
    assertThatThrownBy(this::migrate)
        .isInstanceOf(StartFailure.class)
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.MIGRATION_FAILED)
        .hasMessageContaining("checksum mismatch");
  }

  @Test
  void rejectsFailedMigration() {
    // Given
    migrate();
    postgres.execute("UPDATE flyway_schema_history SET success = false WHERE version = '001'");

    // Then
    assertThatThrownBy(this::migrate)
        .isInstanceOf(StartFailure.class)
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.MIGRATION_FAILED)
        .hasMessageContaining("failed migration");
  }

  @Test
  void failsWithinStartTimeoutWhenServerIsSilent() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      // Given
      String uri = "postgresql://rac:hunter2@127.0.0.1:" + silent.getLocalPort() + "/rac";
      long start = System.nanoTime();

      // Then
      assertUnreachable(uri).hasMessageEndingWith("it does not respond");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }
  }

  @Test
  void reportsClosedConnectionRatherThanLaterTimeout() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      // Given
      String uri = "postgresql://rac:hunter2@127.0.0.1:" + silent.getLocalPort() + "/rac";
      Future<?> migrating = new Migrations(vertx, database(uri, Duration.ofSeconds(3))).run();

      // When
      silent.accept().close();

      // Then
      assertUnreachable(migrating).hasMessageNotContaining("it does not respond");
    }
  }

  @Test
  void failsWithinStartTimeoutWhenConnectionIsRefused() {
    assertUnreachable("postgresql://rac:hunter2@127.0.0.1:1/rac");
  }

  @Test
  void failsAtOnceWhenDatabaseDoesNotExist() {
    // Given
    String uri = postgres.uri().replaceFirst("/[^/]+$", "/no_such_database");

    // Then
    assertThatThrownBy(
            () -> new Migrations(vertx, database(uri, Duration.ofMinutes(5))).run().await())
        .isInstanceOf(StartFailure.class)
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.DATABASE_UNREACHABLE)
        .hasMessageContaining("\"no_such_database\" does not exist");
  }

  private static AbstractThrowableAssert<?, ?> assertUnreachable(String uri) {
    return assertUnreachable(new Migrations(vertx, database(uri, Duration.ofMillis(500))).run());
  }

  private static AbstractThrowableAssert<?, ?> assertUnreachable(Future<?> migrating) {
    return assertThatThrownBy(migrating::await)
        .isInstanceOf(StartFailure.class)
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.DATABASE_UNREACHABLE)
        .hasMessageStartingWith("cannot use the database at 127.0.0.1:")
        .hasMessageNotContaining("hunter2");
  }

  private static DatabaseConfig database(String uri, Duration startTimeout) {
    return new DatabaseConfig(uri, 1, startTimeout, Duration.ofSeconds(3));
  }

  private void migrate() {
    migrating().await();
  }

  private static Future<Void> migrating() {
    return new Migrations(vertx, postgres.database()).run();
  }

  private static long count(String sql) {
    RowSet<Row> rows = pool.query(sql).execute().await();
    return rows.iterator().next().getLong(0);
  }
}
