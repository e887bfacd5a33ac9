package org.racprovider.reference;

/**
 * The statements that lay new reference data into the temporary table {@code reference_row}, a row
 * of the file in each: {@code place} is such as {@code providers[3]}, {@code body} its JSON.
 */
final class StagingSql {

  private StagingSql() {}

  /** The pool's limit is for requests; one server loads at a time. */
  static final String NO_TIME_LIMIT = "SET LOCAL statement_timeout = 0";

  static final String ONE_AT_A_TIME =
      "SELECT pg_advisory_xact_lock(hashtext('rac.reference_data'))";

  static final String TABLE =
      """
      CREATE TEMPORARY TABLE reference_row (
          section text NOT NULL,
          number integer NOT NULL,
          place text NOT NULL,
          body jsonb NOT NULL
      ) ON COMMIT DROP
      """;

  /** $1 section, $2 number of the first row, $3 JSON array of rows. */
  static final String STAGE =
      """
      INSERT INTO reference_row (section, number, place, body)
      SELECT $1::text, $2::integer + r.n - 1, format('%s[%s]', $1::text, $2::integer + r.n - 1), r.body
      FROM jsonb_array_elements($3::jsonb) WITH ORDINALITY AS r (body, n)
      """;

  /** Rows that exist stay as they are: they need no further look. */
  static final String FORGET_EXISTING =
      """
      WITH existing (section, pk) AS (
          SELECT 'flows', f.pk::text FROM flow f
          UNION ALL SELECT 'property_mappings', m.pk::text FROM property_mapping m
          UNION ALL SELECT 'providers', p.pk::text FROM provider p
          UNION ALL SELECT 'applications', a.pk::text FROM application a
          UNION ALL SELECT 'outposts', o.pk::text FROM outpost o
          UNION ALL SELECT 'endpoints', e.pk::text FROM endpoint e
      )
      DELETE FROM reference_row r USING existing x
      WHERE x.section = r.section AND x.pk = r.body->>'pk'
      """;

  /** The number of rows of each section, where there is any. */
  static final String ABSENT =
      """
      SELECT r.section, count(*) AS rows
      FROM reference_row r
      GROUP BY r.section
      """;

  /**
   * Whether there is anything to do: rows are new, or the sequence has to rise. $1 first free pk.
   * Gives {@code rows}, the number of new rows, and {@code rises}.
   */
  static final String WHAT_IS_NEW =
      """
      SELECT (SELECT count(*) FROM reference_row) AS rows,
          $1::bigint > CASE WHEN s.is_called THEN s.last_value + 1 ELSE s.last_value END AS rises
      FROM provider_pk_seq s
      """;

  /** Keeps new names and pks away until the end of the transaction. */
  static final String LOCK_PROVIDERS = "LOCK TABLE provider IN SHARE ROW EXCLUSIVE MODE";
}
