package org.racprovider.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.support.Postgres;

@ExtendWith(VertxExtension.class)
class SchemaHistoryIT {

  @RegisterExtension static final Postgres postgres = Postgres.empty();

  @BeforeEach
  void emptyTheDatabase() {
    postgres.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  }

  @Test
  void namesEveryMigration() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration"))) {
      assertThat(files.map(file -> file.getFileName().toString()).sorted())
          .containsExactlyElementsOf(SchemaHistory.MIGRATIONS);
    }
  }

  @Test
  void emptyDatabaseIsNotUpToDate(Vertx vertx) {
    assertThat(isUpToDate(vertx)).isFalse();
  }

  @Test
  void agreesWithFlyway(Vertx vertx) {
    // Given
    postgres.migrate();

    // Then
    assertThat(isUpToDate(vertx)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE version = '001'",
        "UPDATE flyway_schema_history SET success = false WHERE version = '001'",
        "UPDATE flyway_schema_history SET script = 'V001__other.sql' WHERE version = '001'",
        "DELETE FROM flyway_schema_history WHERE version = '001'",
        """
        INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,
                                           checksum, installed_by, execution_time, success)
        VALUES (900, '900', 'later', 'SQL', 'V900__later.sql', 1, 'me', 1, true)
        """
      })
  void otherHistoryIsNotUpToDate(String change, Vertx vertx) {
    // Given
    postgres.migrate();
    postgres.execute(change);

    // Then
    assertThat(isUpToDate(vertx)).isFalse();
  }

  private static boolean isUpToDate(Vertx vertx) {
    return new DatabaseConnector(vertx, postgres.database())
        .connect()
        .compose(
            connection -> SchemaHistory.isUpToDate(vertx, connection).eventually(connection::close))
        .await();
  }
}
