package org.racprovider.db;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

/**
 * Compares Flyway's table of applied migrations with the migrations of this server. The comparison
 * takes milliseconds, while starting Flyway takes a third of the time that the server needs to
 * start.
 */
final class SchemaHistory {

  /** The files in {@code db/migration}, in order. */
  static final List<String> MIGRATIONS =
      List.of(
          "V001__providers_and_what_they_refer_to.sql",
          "V002__idempotency_keys.sql",
          "V003__trace_of_events.sql",
          "V004__mappings_in_the_provider.sql",
          "V005__counts_of_providers.sql",
          "V006__creates_without_triggers.sql",
          "V007__long_names_outside_the_search_index.sql");

  /** $1 names and $2 checksums of the migrations. */
  private static final String UP_TO_DATE =
      """
      SELECT bool_and(h.success)
          AND array_agg(h.script::text ORDER BY h.installed_rank) = $1::text[]
          AND array_agg(h.checksum ORDER BY h.installed_rank) = $2::integer[] AS up_to_date
      FROM flyway_schema_history h
      """;

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private SchemaHistory() {}

  /**
   * Whether exactly the migrations of this server are applied, with their present content. Also
   * false if the comparison fails: Flyway then migrates, or reports the problem.
   */
  static Future<Boolean> isUpToDate(Vertx vertx, PgConnection connection) {
    return vertx
        .executeBlocking(() -> MIGRATIONS.stream().map(SchemaHistory::checksum).toList())
        .compose(checksums -> connection.preparedQuery(UP_TO_DATE).execute(values(checksums)))
        .map(rows -> Boolean.TRUE.equals(rows.iterator().next().getBoolean("up_to_date")))
        .timeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .otherwise(false);
  }

  private static Tuple values(List<Integer> checksums) {
    return Tuple.tuple()
        .addArrayOfString(MIGRATIONS.toArray(String[]::new))
        .addArrayOfInteger(checksums.toArray(Integer[]::new));
  }

  /** Flyway's checksum: a CRC-32 of the lines without their ends. */
  private static int checksum(String migration) {
    CRC32 checksum = new CRC32();
    try (InputStream in = SchemaHistory.class.getResourceAsStream("/db/migration/" + migration)) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .forEach(line -> checksum.update(line.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return (int) checksum.getValue();
  }
}
