package org.racprovider.db;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

/**
 * What Flyway wrote down about the migrations that ran. To read it takes milliseconds, to start
 * Flyway for the same answer takes a third of the server's start.
 */
final class SchemaHistory {

  /** Of {@code db/migration}, in order. */
  static final List<String> MIGRATIONS =
      List.of(
          "V001__providers_and_what_they_refer_to.sql",
          "V002__idempotency_keys.sql",
          "V003__trace_of_events.sql");

  private static final String APPLIED =
      """
      SELECT script, checksum, success
      FROM flyway_schema_history
      ORDER BY installed_rank
      """;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final PgConnection connection;

  SchemaHistory(Vertx vertx, PgConnection connection) {
    this.vertx = vertx;
    this.connection = connection;
  }

  private record Migration(String script, Integer checksum, boolean success) {}

  /**
   * Whether exactly the migrations of this server ran, as they are now. If not, or if that cannot
   * be told, Flyway knows what to do or to say.
   */
  Future<Boolean> isUpToDate() {
    return vertx
        .executeBlocking(() -> MIGRATIONS.stream().map(SchemaHistory::known).toList())
        .compose(known -> applied().map(known::equals))
        .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .otherwise(false);
  }

  private Future<List<Migration>> applied() {
    return connection
        .query(APPLIED)
        .execute()
        .map(rows -> rows.stream().map(SchemaHistory::applied).toList());
  }

  private static Migration applied(Row row) {
    return new Migration(
        row.getString("script"), row.getInteger("checksum"), row.getBoolean("success"));
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
