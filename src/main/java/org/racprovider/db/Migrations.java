package org.racprovider.db;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.internal.exception.sqlExceptions.FlywaySqlUnableToConnectToDbException;
import org.racprovider.config.DatabaseAddress;
import org.racprovider.config.DatabaseConfig;
import org.racprovider.start.ExitCode;
import org.racprovider.start.StartFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the database's schema to the version that this server knows. */
public final class Migrations {

  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

  private final Vertx vertx;
  private final DatabaseConfig database;

  public Migrations(Vertx vertx, DatabaseConfig database) {
    this.vertx = vertx;
    this.database = database;
  }

  /**
   * Waits for the database, at most {@link DatabaseConfig#startTimeout()}, and runs the missing
   * migrations. Several servers may do so at once. Fails with a {@link StartFailure}:
   *
   * <ul>
   *   <li>{@code DATABASE_UNREACHABLE} when the database accepts no connection in time
   *   <li>{@code SCHEMA_TOO_NEW} when the schema is newer than this server
   *   <li>{@code MIGRATION_FAILED} when a migration fails, or was edited after it ran
   * </ul>
   */
  public Future<Void> run() {
    return isUpToDate()
        .compose(upToDate -> upToDate ? Future.succeededFuture() : migrateBlocking())
        .onSuccess(ignored -> LOG.info("The database schema is up to date"));
  }

  /**
   * Waits for the database as {@link #run} does, and changes nothing. Fails as {@link #run} does,
   * or with {@code SCHEMA_TOO_OLD} when a migration is missing.
   */
  public Future<Void> requireUpToDate() {
    return isUpToDate()
        .compose(
            upToDate ->
                upToDate
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        new StartFailure(
                            ExitCode.SCHEMA_TOO_OLD,
                            "the database schema is not up to date: run the command migrate")));
  }

  private Future<Boolean> isUpToDate() {
    return new DatabaseConnector(vertx, database)
        .connect()
        .compose(
            connection ->
                SchemaHistory.isUpToDate(vertx, connection).eventually(connection::close));
  }

  private Future<Void> migrateBlocking() {
    return vertx.executeBlocking(
        () -> {
          migrate();
          return null;
        },
        false);
  }

  private void migrate() {
    Flyway flyway = flyway();
    try {
      requireNotNewer(flyway);
      int executed = flyway.migrate().migrationsExecuted;
      LOG.atInfo().addKeyValue("executed", executed).log("Migrations are done");
    } catch (FlywaySqlUnableToConnectToDbException e) {
      throw DatabaseConnector.unreachable(database, "the connection was lost");
    } catch (FlywayException e) {
      throw new StartFailure(
          ExitCode.MIGRATION_FAILED,
          "cannot bring the database schema up to date: " + e.getMessage(),
          e);
    }
  }

  private Flyway flyway() {
    DatabaseAddress address = database.direct();
    return Flyway.configure()
        .dataSource(address.jdbcUrl(), address.user(), address.password())
        .locations("classpath:db/migration")
        .failOnMissingLocations(true)
        .validateMigrationNaming(true)
        // By default Flyway ignores versions that it does not know.
        .ignoreMigrationPatterns(new String[0])
        .load();
  }

  private static void requireNotNewer(Flyway flyway) {
    Optional<MigrationVersion> found = latest(flyway, Migrations::isUnknown);
    if (found.isPresent()) {
      String known =
          latest(flyway, info -> info.getState().isResolved())
              .map(MigrationVersion::getVersion)
              .orElse("none");
      throw tooNew(found.get().getVersion(), known);
    }
  }

  private static StartFailure tooNew(String found, String known) {
    return new StartFailure(
        ExitCode.SCHEMA_TOO_NEW,
        "the database schema is at version %s, this server knows versions up to %s:"
                .formatted(found, known)
            + " start a release that knows it, or restore a backup made before the upgrade");
  }

  private static Optional<MigrationVersion> latest(Flyway flyway, Predicate<MigrationInfo> filter) {
    return Arrays.stream(flyway.info().all())
        .filter(MigrationInfo::isVersioned)
        .filter(filter)
        .map(MigrationInfo::getVersion)
        .max(Comparator.naturalOrder());
  }

  private static boolean isUnknown(MigrationInfo info) {
    return info.getState() == MigrationState.FUTURE_SUCCESS
        || info.getState() == MigrationState.FUTURE_FAILED;
  }
}
