package org.racprovider.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The settings {@code database.*}, taken together. */
final class DatabaseSettings {

  private DatabaseSettings() {}

  static DatabaseConfig of(ResolvedSettings values) {
    Optional<Path> ca = values.optionalPath(Setting.DATABASE_CA);
    DatabaseAddress address = address(values.text(Setting.DATABASE_URL), ca);
    return new DatabaseConfig(
        address,
        values
            .optionalText(Setting.DATABASE_DIRECT_URL)
            .map(url -> address(url, ca))
            .orElse(address),
        values.bool(Setting.DATABASE_PGBOUNCER),
        values.integer(Setting.DATABASE_POOL_SIZE),
        values.duration(Setting.DATABASE_START_TIMEOUT),
        values.duration(Setting.DATABASE_STATEMENT_TIMEOUT));
  }

  private static DatabaseAddress address(String url, Optional<Path> ca) {
    return new DatabaseAddress(url, DatabaseUrl.verifies(url) ? ca : Optional.empty());
  }

  /** Where settings need each other; those that could not be read have been complained of. */
  static void check(ResolvedSettings values, List<String> problems) {
    if (values.isTrue(Setting.DATABASE_PGBOUNCER) && values.isUnset(Setting.DATABASE_DIRECT_URL)) {
      problems.add(
          "database.directUrl (RAC_DATABASE_DIRECT_URL): must be set with RAC_DATABASE_PGBOUNCER");
    }
    boolean verifies =
        Stream.of(Setting.DATABASE_URL, Setting.DATABASE_DIRECT_URL)
            .flatMap(setting -> values.optionalText(setting).stream())
            .anyMatch(DatabaseUrl::verifies);
    if (verifies && values.isUnset(Setting.DATABASE_CA)) {
      problems.add(
          "database.ca (RAC_DATABASE_CA): must be set with sslmode verify-ca and verify-full");
    }
    if (!verifies && values.optionalPath(Setting.DATABASE_CA).isPresent()) {
      problems.add(
          "database.ca (RAC_DATABASE_CA): needs sslmode verify-ca or verify-full, others ignore it");
    }
  }
}
