package org.racprovider.bench;

import java.sql.SQLException;
import java.util.List;

/** What the benchmark does with the stored providers, and reads of them. */
record Stored(BenchDatabase database) {

  // The lock is waited for only as long as a create takes.
  private static final String TRUNCATE =
      """
      SET lock_timeout = '5s';
      TRUNCATE provider, provider_property_mapping, event RESTART IDENTITY CASCADE
      """;

  private static final String LOAD =
      """
      WITH created AS (
          INSERT INTO provider (type, name, authorization_flow, settings)
          SELECT 'rac',
                 'host-' || lpad(floor(random() * 1e9)::text, 9, '0')
                         || lpad(floor(random() * 1e9)::text, 9, '0'),
                 (SELECT pk FROM flow ORDER BY pk LIMIT 1), '%s'::jsonb
          FROM generate_series(1, %d)
          ON CONFLICT DO NOTHING
          RETURNING pk
      )
      INSERT INTO provider_property_mapping (provider, property_mapping, ordinal)
      SELECT created.pk, mapping.pk, mapping.ordinal
      FROM created,
           (SELECT pk, row_number() OVER (ORDER BY pk) - 1 AS ordinal
            FROM property_mapping ORDER BY pk LIMIT 2) AS mapping
      """;

  // Everything of the newest provider but what has to differ: its number and its name.
  private static final String NEWEST =
      """
      SELECT jsonb_build_object(
                 'provider', to_jsonb(provider) - 'pk' - 'name',
                 'name length', length(provider.name),
                 'links', (SELECT jsonb_agg(to_jsonb(link) - 'provider' ORDER BY link.ordinal)
                           FROM provider_property_mapping AS link
                           WHERE link.provider = provider.pk),
                 'event', event.provider::jsonb - 'pk' - 'name',
                 'event type', event.type,
                 'subject length', length(event.subject),
                 'request id length', length(event.request_id))
      FROM provider JOIN event ON (event.provider ->> 'pk')::integer = provider.pk
      ORDER BY provider.pk DESC
      LIMIT 1
      """;

  void deleteAll() throws SQLException {
    database.execute(TRUNCATE);
  }

  /** What was written so far goes to disk now, not in the middle of a round. */
  void checkpoint() throws SQLException {
    database.execute("CHECKPOINT");
  }

  /** Stores this many providers with two mappings each, without events. */
  void load(int providers) throws SQLException {
    database.execute(LOAD.formatted(Body.SETTINGS, providers));
    database.execute("VACUUM (ANALYZE) provider, provider_property_mapping");
    checkpoint();
  }

  long count() throws SQLException {
    return Long.parseLong(database.query("SELECT count(*) FROM provider").get(0));
  }

  /** The newest provider, its links and its event, without what differs between any two. */
  String newest() throws SQLException {
    return database.query(NEWEST).get(0);
  }

  /** The newest event's JSON as it was written. */
  String newestEvent() throws SQLException {
    return database.query("SELECT provider FROM event ORDER BY id DESC LIMIT 1").get(0);
  }

  /** A flow to authorise with. */
  String flow() throws SQLException {
    return database.query("SELECT pk FROM flow ORDER BY pk LIMIT 1").get(0);
  }

  /** Two property mappings. */
  List<String> mappings() throws SQLException {
    return database.query("SELECT pk FROM property_mapping ORDER BY pk LIMIT 2");
  }
}
