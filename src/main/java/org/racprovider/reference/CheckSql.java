package org.racprovider.reference;

/**
 * The statements that check whether all of {@link StagedData} can be inserted. Each returns the
 * {@code location} and the {@code reason} of at most 20 problems.
 */
final class CheckSql {

  private CheckSql() {}

  private static final String REFERENCES =
      """
      WITH link (section, number, location, target, pk) AS (
          SELECT r.section, r.number, r.location || '.' || f.name, 'flows', r.body->>f.name
          FROM reference_row r, unnest(ARRAY['authentication_flow', 'authorization_flow']) AS f (name)
          WHERE r.section = 'providers'
          UNION ALL
          SELECT r.section, r.number, r.location || '.provider', 'providers', r.body->>'provider'
          FROM reference_row r
          WHERE r.section IN ('applications', 'endpoints')
          UNION ALL
          SELECT r.section, r.number, format('%s.%s[%s]', r.location, l.name, i.n - 1), l.target, i.pk
          FROM reference_row r,
              (VALUES ('providers', 'property_mappings', 'property_mappings'),
                      ('applications', 'backchannel_providers', 'providers'),
                      ('outposts', 'providers', 'providers')) AS l (section, name, target),
              jsonb_array_elements_text(r.body->l.name) WITH ORDINALITY AS i (pk, n)
          WHERE r.section = l.section
      )
      """;

  /** Providers whose pk belongs to a provider of another name or type here. */
  static final String TAKEN_PKS =
      """
      SELECT r.location || '.pk' AS location, format('%s is "%s" here', p.pk, p.name) AS reason
      FROM reference_row r
      JOIN provider p ON p.pk = (r.body->>'pk')::integer
      WHERE r.section = 'providers'
      AND (p.name, p.type) <> (r.body->>'name', r.body->>'type')
      ORDER BY r.number
      LIMIT 20
      """;

  /** References to rows that do not exist. */
  static final String UNKNOWN_REFERENCES =
      REFERENCES
          + """
          , known (section, pk) AS (
              SELECT r.section, r.body->>'pk' FROM reference_row r
              UNION ALL SELECT 'flows', f.pk::text FROM flow f
              UNION ALL SELECT 'property_mappings', m.pk::text FROM property_mapping m
              UNION ALL SELECT 'providers', p.pk::text FROM provider p
          )
          SELECT l.location, format('nothing in %s has the pk %s', l.target, l.pk) AS reason
          FROM link l
          WHERE l.pk IS NOT NULL
          AND NOT EXISTS (SELECT FROM known k WHERE k.section = l.target AND k.pk = l.pk)
          ORDER BY l.section, l.number, l.location
          LIMIT 20
          """;

  /** Values that must be unique but are not. */
  static final String CONFLICTS =
      REFERENCES
          + """
          , wanted (section, number, location, kind, value) AS (
              SELECT r.section, r.number, r.location || '.' || u.name, u.section || '.' || u.name,
                  r.body->>u.name
              FROM reference_row r
              JOIN (VALUES ('flows', 'slug'), ('property_mappings', 'name'), ('providers', 'name'),
                           ('applications', 'slug'), ('applications', 'provider'),
                           ('outposts', 'name')) AS u (section, name) ON u.section = r.section
              UNION ALL
              SELECT l.section, l.number, l.location, 'backchannel', l.pk
              FROM link l
              WHERE l.section = 'applications' AND l.location LIKE '%]'
          ), taken (kind, value, owner) AS (
              SELECT 'flows.slug', f.slug, f.pk::text FROM flow f
              UNION ALL SELECT 'property_mappings.name', m.name, m.pk::text FROM property_mapping m
              UNION ALL SELECT 'providers.name', p.name, p.pk::text FROM provider p
              UNION ALL SELECT 'applications.slug', a.slug, a.pk::text FROM application a
              UNION ALL SELECT 'applications.provider', a.provider::text, a.pk::text FROM application a
              UNION ALL SELECT 'outposts.name', o.name, o.pk::text FROM outpost o
              UNION ALL SELECT 'backchannel', p.pk::text, p.backchannel_application::text
                  FROM provider p WHERE p.backchannel_application IS NOT NULL
          ), other (section, number, location, value, owner) AS (
              SELECT w.section, w.number, w.location, w.value, 'the row with the pk ' || t.owner
              FROM wanted w JOIN taken t ON t.kind = w.kind AND t.value = w.value
              UNION ALL
              SELECT d.section, d.number, d.location, d.value, d.before
              FROM (SELECT w.section, w.number, w.location, w.value, lag(w.location) OVER (
                        PARTITION BY w.kind, w.value ORDER BY w.number, w.location) AS before
                    FROM wanted w WHERE w.value IS NOT NULL) AS d
              WHERE d.before IS NOT NULL
          )
          SELECT o.location, format('"%s" is taken by %s', o.value, o.owner) AS reason
          FROM other o
          ORDER BY o.section, o.number, o.location
          LIMIT 20
          """;
}
