package org.racprovider.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.racprovider.config.Database;
import org.racprovider.config.DatabaseAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the database's schema to the version that this server knows. It blocks. */
public final class Migrations {

  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

  private final Database database;

  public Migrations(Database database) {
    this.database = database;
  }

  /**
   * Waits for the database, at most {@link Database#startTimeout()}, and runs the migrations that
   * it has not seen. Several servers may do so at once.
   *
   * @throws DatabaseUnreachableException when the wait was in vain
   * @throws SchemaTooNewException when the schema is newer than this server
   * @throws MigrationFailedException when a migration fails or was edited after it ran
   */
  public void run() {
    if (!isUpToDate()) {
      migrate();
    }
    LOG.info("The database schema is up to date");
  }

  /**
   * Waits for the database as {@link #run} does, and changes nothing.
   *
   * @throws DatabaseUnreachableException when the wait was in vain
   * @throws SchemaTooOldException when {@link #run} would have something to do
   */
  public void requireUpToDate() {
    if (!isUpToDate()) {
      throw new SchemaTooOldException();
    }
  }

  private boolean isUpToDate() {
    try (Connection connection = new DatabaseWait(database).connect()) {
      return new SchemaHistory(connection).isUpToDate();
    } catch (SQLException notClosed) {
      return false;
    }
  }

  private void migrate() {
    Flyway flyway = flyway();
    try {
      refuseNewer(flyway);
      int executed = flyway.migrate().migrationsExecuted;
      LOG.atInfo().addKeyValue("executed", executed).log("Migrations are done");
    } catch (FlywayException e) {
      throw new MigrationFailedException(e);
    }
  }

  private Flyway flyway() {
    DatabaseAddress address = database.direct();
    return Flyway.configure()
        .dataSource(address.jdbcUrl(), address.user(), address.password())
        .locations("classpath:db/migration")
        .failOnMissingLocations(true)
        .validateMigrationNaming(true)
        // By default versions from the future are ignored.
        .ignoreMigrationPatterns(new String[0])
        .load();
  }

  private static void refuseNewer(Flyway flyway) {
    Optional<MigrationVersion> found = latest(flyway, Migrations::isFromTheFuture);
    if (found.isPresent()) {
      String known =
          latest(flyway, info -> info.getState().isResolved())
              .map(MigrationVersion::getVersion)
              .orElse("none");
      throw new SchemaTooNewException(found.get().getVersion(), known);
    }
  }

  private static Optional<MigrationVersion> latest(Flyway flyway, Predicate<MigrationInfo> which) {
    return Arrays.stream(flyway.info().all())
        .filter(MigrationInfo::isVersioned)
        .filter(which)
        .map(MigrationInfo::getVersion)
        .max(Comparator.naturalOrder());
  }

  private static boolean isFromTheFuture(MigrationInfo info) {
    return info.getState() == MigrationState.FUTURE_SUCCESS
        || info.getState() == MigrationState.FUTURE_FAILED;
  }
}
