package org.racprovider.db;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * What Flyway wrote down about the migrations that ran. To read it takes milliseconds, to start
 * Flyway for the same answer takes a third of the server's start.
 */
final class SchemaHistory {

  /** Of {@code db/migration}, in order. */
  static final List<String> MIGRATIONS =
      List.of("V001__providers_and_what_they_refer_to.sql", "V002__idempotency_keys.sql");

  private static final String APPLIED =
      """
      SELECT script, checksum, success
      FROM flyway_schema_history
      ORDER BY installed_rank
      """;

  private final Connection connection;

  SchemaHistory(Connection connection) {
    this.connection = connection;
  }

  private record Migration(String script, int checksum, boolean success) {}

  /**
   * Whether exactly the migrations of this server ran, as they are now. If not, or if that cannot
   * be told, Flyway knows what to do or to say.
   */
  boolean isUpToDate() {
    try {
      return applied().equals(MIGRATIONS.stream().map(SchemaHistory::known).toList());
    } catch (SQLException e) {
      return false;
    }
  }

  private List<Migration> applied() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(APPLIED)) {
      List<Migration> applied = new ArrayList<>();
      while (rows.next()) {
        applied.add(
            new Migration(
                rows.getString("script"), rows.getInt("checksum"), rows.getBoolean("success")));
      }
      return applied;
    }
  }

  private static Migration known(String script) {
    return new Migration(script, checksum("/db/migration/" + script), true);
  }

  /** As Flyway computes it: line ends do not count. */
  private static int checksum(String resource) {
    CRC32 checksum = new CRC32();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                SchemaHistory.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
      lines.lines().forEach(line -> checksum.update(line.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return (int) checksum.getValue();
  }
}
