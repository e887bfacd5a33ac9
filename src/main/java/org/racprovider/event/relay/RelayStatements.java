package org.racprovider.event.relay;

/** What the relay asks of PostgreSQL. */
final class RelayStatements {

  static final String LISTEN = "LISTEN " + ChangeNotifier.CHANNEL;

  /** The lock belongs to the session and goes with it. */
  static final String TRY_LOCK =
      "SELECT pg_try_advisory_lock(hashtextextended('rac_provider_event_relay', 0))";

  static final String STATE = "SELECT published, newest FROM event_feed";

  /**
   * Numbers committed batches, in the order in which they were inserted, behind the last position;
   * writes down what is published. Values: the batch behind which to look, the most batches, the
   * last position that is published. No row where there was nothing to do.
   */
  static final String NUMBER =
      """
      WITH waiting AS MATERIALIZED (
          SELECT id, cardinality(events) AS size
          FROM event_batch
          WHERE position IS NULL AND id > $1
          ORDER BY id
          LIMIT $2
      ), placed AS (
          SELECT id, sum(size) OVER (ORDER BY id) AS places FROM waiting
      ), numbered AS (
          UPDATE event_batch
          SET position = event_feed.newest + placed.places
          FROM placed, event_feed
          WHERE event_batch.id = placed.id
          RETURNING event_batch.id, event_batch.position
      ), total AS (
          SELECT count(*) AS batches, max(id) AS last, max(position) AS newest FROM numbered
      )
      UPDATE event_feed
      SET newest = coalesce(total.newest, event_feed.newest), published = $3
      FROM total
      WHERE total.batches > 0 OR event_feed.published <> $3
      RETURNING event_feed.newest, total.batches, total.last
      """;

  /**
   * Deletes the oldest batches up to the first that is young enough. Values: the age in seconds,
   * the most batches. No row where nothing is old enough.
   */
  static final String TRIM =
      """
      WITH oldest AS MATERIALIZED (
          SELECT id, position, created
          FROM event_batch
          WHERE position IS NOT NULL
          ORDER BY position
          LIMIT $2
      ), kept AS (
          SELECT min(position) AS position
          FROM oldest
          WHERE created >= now() - $1 * interval '1 second'
      ), gone AS (
          DELETE FROM event_batch
          USING oldest, kept
          WHERE event_batch.id = oldest.id
            AND (kept.position IS NULL OR oldest.position < kept.position)
          RETURNING event_batch.position, event_batch.events
      ), deleted AS (
          DELETE FROM event WHERE id = ANY (ARRAY(SELECT unnest(events) FROM gone))
      )
      UPDATE event_feed
      SET trimmed = (SELECT max(position) FROM gone)
      WHERE EXISTS (SELECT FROM gone)
      RETURNING trimmed
      """;

  private RelayStatements() {}
}
