package org.racprovider.provider.store;

/**
 * The SQL of the maintenance. Most of it keeps the counts of providers and the search index up to
 * date. Triggers write each change to {@code provider_change} (migration V005). These statements
 * add the changes to the counts, many at once, in a transaction that sees one snapshot.
 */
final class MaintenanceStatements {

  /** The lock belongs to the session and is released when the session ends. */
  static final String TRY_LOCK =
      "SELECT pg_try_advisory_lock(hashtextextended('rac_provider_maintenance', 0))";

  /**
   * How many changes are not counted yet, how many rows they are, and whether they can be added to
   * the counts. Otherwise all providers must be counted: when PostgreSQL was restarted, when a
   * statement changed many rows, and when deletes have left many small ranges. Also whether the
   * database accepts no changes.
   */
  static final String STATE =
      """
      SELECT count(*) AS changes,
             coalesce(sum(abs(added)), 0) AS rows,
             count(names) = count(*)
                 AND EXISTS (SELECT FROM provider_count
                             WHERE postgresql = pg_postmaster_start_time()
                               AND 16 + total / 64 > (SELECT count(*) FROM provider_name_range))
                 AS valid,
             current_setting('transaction_read_only')::boolean AS read_only
      FROM provider_uncounted_change
      """;

  /**
   * The snapshot is taken by the next statement. The lock keeps a {@code TRUNCATE} from ending in
   * between, whose effect a snapshot sees but whose change it does not.
   */
  static final String ONE_SNAPSHOT =
      """
      SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;
      SET LOCAL statement_timeout = 0;
      LOCK TABLE provider IN ACCESS SHARE MODE
      """;

  /** Adds the changes to the counts. */
  static final String COUNT =
      """
      WITH change AS MATERIALIZED (
          SELECT type, added, pks, names FROM provider_uncounted_change
      ), row AS MATERIALIZED (
          SELECT sign(added)::integer AS added, (type = 'rac')::integer AS rac, pk, name
          FROM change CROSS JOIN unnest(pks, names) AS item (pk, name)
      ), name_range AS (
          UPDATE provider_name_range AS counted
          SET rac = counted.rac + change.rac, total = counted.total + change.total
          FROM (SELECT first, sum(added * rac) AS rac, sum(added) AS total
                FROM row
                CROSS JOIN LATERAL (SELECT first
                                    FROM provider_name_range
                                    WHERE first <= row.name COLLATE "und-x-icu"
                                    ORDER BY first DESC
                                    LIMIT 1) AS range
                GROUP BY first) AS change
          WHERE counted.first = change.first
      ), pk_range AS (
          INSERT INTO provider_pk_range AS counted (first, rac, total)
          SELECT pk & -256, sum(added * rac), sum(added)
          FROM row
          GROUP BY pk & -256
          ON CONFLICT (first) DO UPDATE
          SET rac = counted.rac + excluded.rac, total = counted.total + excluded.total
      )
      UPDATE provider_count
      SET snapshot = pg_current_snapshot(), rac = rac + change.rac_added, total = total + change.added
      FROM (SELECT coalesce(sum(added) FILTER (WHERE type = 'rac'), 0) AS rac_added,
                   coalesce(sum(added), 0) AS added
            FROM change) AS change
      """;

  /** Counts all providers. */
  static final String COUNT_ALL =
      """
      DELETE FROM provider_count;
      DELETE FROM provider_name_range;
      DELETE FROM provider_pk_range;

      INSERT INTO provider_pk_range (first, rac, total)
      SELECT pk & -256, count(*) FILTER (WHERE type = 'rac'), count(*)
      FROM provider
      GROUP BY pk & -256;

      INSERT INTO provider_pk_range (first, rac, total) VALUES (-2147483648, 0, 0)
      ON CONFLICT DO NOTHING;

      INSERT INTO provider_count (snapshot, rac, total)
      SELECT pg_current_snapshot(), coalesce(sum(rac), 0), coalesce(sum(total), 0)
      FROM provider_pk_range;

      INSERT INTO provider_name_range (first, rac, total)
      SELECT '', rac, total FROM provider_count
      """;

  /** Splits the ranges of names that have become large. Equal names stay in one range. */
  static final String SPLIT_RANGES =
      """
      WITH part AS MATERIALIZED (
          SELECT range.first, ranked.n / 256 AS number, min(ranked.name) AS name,
                 count(*) FILTER (WHERE ranked.type = 'rac') AS rac, count(*) AS total
          FROM provider_name_range AS range
          CROSS JOIN LATERAL (
              SELECT name, type, rank() OVER (ORDER BY name) - 1 AS n
              FROM (SELECT left(name, 200) COLLATE "und-x-icu" AS name, type
                    FROM provider
                    WHERE left(name, 200) COLLATE "und-x-icu" >= range.first
                    ORDER BY left(name, 200) COLLATE "und-x-icu"
                    LIMIT range.total) AS member
          ) AS ranked
          WHERE range.total > 512
          GROUP BY range.first, ranked.n / 256
      ), shortened AS (
          UPDATE provider_name_range AS range
          SET rac = part.rac, total = part.total
          FROM part
          WHERE part.number = 0 AND part.first = range.first
      )
      INSERT INTO provider_name_range (first, rac, total)
      SELECT name, rac, total FROM part WHERE number > 0
      """;

  /** Adds up the ranges for the lists. */
  static final String SUM_UP =
      """
      UPDATE provider_count
      SET names = by_name.firsts, rac_by_names = by_name.rac, total_by_names = by_name.total,
          pks = by_pk.firsts, rac_by_pks = by_pk.rac, total_by_pks = by_pk.total
      FROM (%s) AS by_name, (%s) AS by_pk
      """
          .formatted(sumsOf("provider_name_range"), sumsOf("provider_pk_range"));

  /** The snapshot of the transaction sees only changes that are counted now. */
  static final String DELETE_COUNTED_CHANGES = "DELETE FROM provider_change";

  /** Autovacuum may come a minute later; until then each list would read the deleted rows. */
  static final String VACUUM =
      "VACUUM (INDEX_CLEANUP ON, TRUNCATE OFF) provider_change, provider_count";

  /**
   * Inserts append to the pending list of the search index, which each search reads. An insert that
   * fills the list would have to merge it into the index.
   */
  static final String MERGE_SEARCH_INDEX =
      "SELECT gin_clean_pending_list('provider_name_search'::regclass)";

  /** Skips the keys that another transaction uses again. Value: the maximum number of keys. */
  static final String DELETE_OLD_KEYS =
      """
      DELETE FROM idempotency_key
      WHERE id = ANY (ARRAY(SELECT id
                            FROM idempotency_key
                            WHERE created < now() - interval '24 hours'
                            ORDER BY created
                            LIMIT $1
                            FOR UPDATE SKIP LOCKED))
      """;

  private MaintenanceStatements() {}

  /**
   * The start of each range of a table, and how many providers are before it. Sorts once: an
   * aggregate reads the rows of a sorted subquery in their order.
   */
  private static String sumsOf(String table) {
    return """
        SELECT array_agg(first) AS firsts, array_agg(rac) AS rac, array_agg(total) AS total
        FROM (SELECT first,
                     sum(rac) OVER before - rac AS rac,
                     sum(total) OVER before - total AS total
              FROM %s
              WINDOW before AS (ORDER BY first ROWS UNBOUNDED PRECEDING)
              ORDER BY first) AS range
        """
        .formatted(table);
  }
}
