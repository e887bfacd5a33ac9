package org.racprovider.provider.store;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.racprovider.provider.ProviderScope;

/**
 * The columns that {@link Representation} reads, with the settings as JSON text. A row may be as
 * large as a request, so its size is known before it is sent: from a row that is too large only the
 * small columns are read.
 *
 * <p>What PostgreSQL stores is no measure of the text: it compresses, and stores a number of 300
 * digits in 12 bytes.
 */
final class ProviderColumns {

  /** The largest row that is read without memory being reserved for it. */
  static final int SMALL_ROW = 3072;

  /** What the other columns, whose size no client determines, have as JSON at most. */
  private static final int OTHER_COLUMNS = 1024;

  private static final List<String> SMALL =
      List.of(
          "pk",
          "type",
          "authentication_flow",
          "authorization_flow",
          "application_slug",
          "application_name",
          "backchannel_application_slug",
          "backchannel_application_name",
          "delete_token_on_disconnect");

  private static final List<String> LARGE =
      List.of("name", "property_mappings", "outposts", "connection_expiry");

  private static final String BYTES_WITHOUT_SETTINGS =
      OTHER_COLUMNS
          + " + octet_length(provider.name) + octet_length(provider.connection_expiry)"
          + " + 40 * cardinality(provider.property_mappings)";

  /** The size of a row, if {@code text} has its settings. */
  private static final String BYTES =
      BYTES_WITHOUT_SETTINGS + " + coalesce(octet_length(text.settings), 0)";

  private static final String TEXT = "convert_to(provider.settings::text, 'UTF8')";

  /** Such settings cannot have a long text, so it is not too much work to convert them. */
  private static final String IS_STORED_SMALL =
      "pg_column_size(provider.settings) <= 1024"
          + " AND pg_column_compression(provider.settings) IS NULL";

  private ProviderColumns() {}

  /** The whole row. */
  static String select() {
    return select(TEXT);
  }

  /** The row with an empty object for its settings. */
  static String selectWithoutSettings() {
    return select("'{}'::bytea");
  }

  private static String select(String settings) {
    return "SELECT %s, %s AS settings FROM provider_representation AS provider"
        .formatted(columns(name -> "provider." + name), settings);
  }

  /** The size of a row of the table {@code provider}, without its settings. */
  static String bytesWithoutSettings() {
    return BYTES_WITHOUT_SETTINGS;
  }

  /** The size of the settings of a row of the table {@code provider}. */
  static String bytesOfSettings() {
    return "coalesce(octet_length(provider.settings::text), 0)";
  }

  /**
   * Rows up to a size, and {@code complete}: whether the row was not too large.
   *
   * @param maxBytes a parameter of the statement, at most {@link #SMALL_ROW}
   */
  static String selectSmall(ProviderScope scope, String maxBytes) {
    String text = scope == ProviderScope.RAC ? TEXT : "''::bytea";
    return """
        SELECT %s, CASE WHEN complete THEN text.settings END AS settings, complete
        FROM provider_representation AS provider
        CROSS JOIN LATERAL (SELECT CASE WHEN %s THEN %s END AS settings OFFSET 0) AS text
        CROSS JOIN LATERAL (SELECT text.settings IS NOT NULL AND %s <= %s AS complete
                            OFFSET 0) AS size\
        """
        .formatted(
            columns(name -> "CASE WHEN complete THEN provider.%1$s END AS %1$s".formatted(name)),
            scope == ProviderScope.RAC ? IS_STORED_SMALL : "true",
            text,
            BYTES,
            maxBytes);
  }

  /**
   * The statement that reads the rows of some pks in their order, as many as have a size together.
   * Values: the pks, the size. A row beyond it is not {@code complete} and has only its size, in
   * {@code bytes}, or is missing.
   *
   * <p>It looks only at the text of rows whose stored values have this size together, counting
   * compressed ones 16 times.
   */
  static String selectUpTo(ProviderScope scope) {
    return """
        SELECT %1$s, CASE WHEN complete THEN provider.settings END AS settings,
               complete, n, bytes
        FROM (
            SELECT candidate.n, size.bytes, %2$s, text.settings,
                   sum(size.bytes) OVER (ORDER BY candidate.n ROWS UNBOUNDED PRECEDING)
                       <= $2::bigint AS complete
            FROM (
                SELECT pk, n
                FROM (SELECT provider.pk, asked.n,
                             sum(stored.bytes) OVER (ORDER BY asked.n ROWS UNBOUNDED PRECEDING)
                                 - stored.bytes AS bytes_before
                      FROM unnest($1::integer[]) WITH ORDINALITY AS asked (pk, n)
                      JOIN provider ON provider.pk = asked.pk
                      CROSS JOIN LATERAL (SELECT %3$s AS bytes) AS stored
                      WHERE %4$s) AS asked
                WHERE bytes_before < $2
            ) AS candidate
            JOIN provider_representation AS provider ON provider.pk = candidate.pk
            CROSS JOIN LATERAL (SELECT %5$s AS settings OFFSET 0) AS text
            CROSS JOIN LATERAL (SELECT %6$s AS bytes OFFSET 0) AS size
        ) AS provider
        ORDER BY n
        """
        .formatted(
            columns(name -> "CASE WHEN complete THEN provider.%1$s END AS %1$s".formatted(name)),
            columns(name -> "provider." + name),
            storedBytes(scope),
            scope == ProviderScope.RAC ? "provider.type = 'rac'" : "true",
            scope == ProviderScope.RAC ? TEXT : "NULL::bytea",
            BYTES);
  }

  private static String storedBytes(ProviderScope scope) {
    String settings =
        """
        pg_column_size(provider.settings)
            * CASE WHEN pg_column_compression(provider.settings) IS NULL THEN 1 ELSE 16 END\
        """;
    return BYTES.replace(
        "coalesce(octet_length(text.settings), 0)", scope == ProviderScope.RAC ? settings : "0");
  }

  private static String columns(UnaryOperator<String> large) {
    return Stream.concat(SMALL.stream().map(name -> "provider." + name), LARGE.stream().map(large))
        .collect(Collectors.joining(", "));
  }
}
