package org.racprovider.event.relay;

/**
 * The SQL of the relay. It works on batches: a row of {@code event_batch} holds the ids of the
 * events that one INSERT statement wrote, see {@link org.racprovider.event.store.EventOutbox}.
 */
final class RelayStatements {

  static final String LISTEN = "LISTEN " + ChangeNotifier.CHANNEL;

  /** The lock belongs to the session and is released when the session ends. */
  static final String TRY_LOCK =
      "SELECT pg_try_advisory_lock(hashtextextended('rac_provider_event_relay', 0))";

  static final String STATE = "SELECT published, newest FROM event_feed";

  /**
   * Numbers committed batches in insertion order: each batch gets the position of its last event.
   * Also stores up to which position events are published. Values: the batch id after which to
   * search, the maximum number of batches, the last published position. Returns no row if there was
   * nothing to do.
   */
  static final String NUMBER =
      """
      WITH waiting AS MATERIALIZED (
          SELECT id, cardinality(events) AS size
          FROM event_batch
          WHERE position IS NULL AND id > $1
          ORDER BY id
          LIMIT $2
      ), sized AS (
          SELECT id, sum(size) OVER (ORDER BY id) AS total FROM waiting
      ), numbered AS (
          UPDATE event_batch
          SET position = event_feed.newest + sized.total
          FROM sized, event_feed
          WHERE event_batch.id = sized.id
          RETURNING event_batch.id, event_batch.position
      ), result AS (
          SELECT count(*) AS batches, max(id) AS last, max(position) AS newest FROM numbered
      )
      UPDATE event_feed
      SET newest = coalesce(result.newest, event_feed.newest), published = $3
      FROM result
      WHERE result.batches > 0 OR event_feed.published <> $3
      RETURNING event_feed.newest, result.batches, result.last
      """;

  /**
   * Deletes batches that have reached an age, with their events, in order of position up to the
   * first younger batch. Values: the age in seconds, the maximum number of batches. Returns no row
   * if no batch is old enough.
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
      ), expired AS (
          DELETE FROM event_batch
          USING oldest, kept
          WHERE event_batch.id = oldest.id
            AND (kept.position IS NULL OR oldest.position < kept.position)
          RETURNING event_batch.position, event_batch.events
      ), deleted AS (
          DELETE FROM event WHERE id = ANY (ARRAY(SELECT unnest(events) FROM expired))
      )
      UPDATE event_feed
      SET trimmed = (SELECT max(position) FROM expired)
      WHERE EXISTS (SELECT FROM expired)
      RETURNING trimmed
      """;

  private RelayStatements() {}
}
