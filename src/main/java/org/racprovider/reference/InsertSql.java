package org.racprovider.reference;

/** The statements that insert what lies in {@link StagingSql}'s table. */
final class InsertSql {

  private InsertSql() {}

  static final String FLOWS =
      """
      INSERT INTO flow (pk, name, slug, title, designation)
      SELECT f.pk, f.name, f.slug, f.title, f.designation
      FROM reference_row r,
          jsonb_to_record(r.body) AS f (pk uuid, name text, slug text, title text, designation text)
      WHERE r.section = 'flows'
      """;

  static final String PROPERTY_MAPPINGS =
      """
      INSERT INTO property_mapping (pk, name, expression)
      SELECT m.pk, m.name, m.expression
      FROM reference_row r, jsonb_to_record(r.body) AS m (pk uuid, name text, expression text)
      WHERE r.section = 'property_mappings'
      """;

  static final String PROVIDERS =
      """
      INSERT INTO provider (pk, type, name, authentication_flow, authorization_flow, settings,
          connection_expiry, delete_token_on_disconnect)
      SELECT p.pk, p.type, p.name, p.authentication_flow, p.authorization_flow, p.settings,
          p.connection_expiry, p.delete_token_on_disconnect
      FROM reference_row r,
          jsonb_to_record(r.body) AS p (pk integer, type text, name text, authentication_flow uuid,
              authorization_flow uuid, settings jsonb, connection_expiry text,
              delete_token_on_disconnect boolean)
      WHERE r.section = 'providers'
      """;

  static final String PROPERTY_MAPPING_LINKS =
      """
      INSERT INTO provider_property_mapping (provider, property_mapping, ordinal)
      SELECT (r.body->>'pk')::integer, m.pk::uuid, m.n - 1
      FROM reference_row r,
          jsonb_array_elements_text(r.body->'property_mappings') WITH ORDINALITY AS m (pk, n)
      WHERE r.section = 'providers'
      """;

  static final String APPLICATIONS =
      """
      INSERT INTO application (pk, name, slug, provider)
      SELECT a.pk, a.name, a.slug, a.provider
      FROM reference_row r,
          jsonb_to_record(r.body) AS a (pk uuid, name text, slug text, provider integer)
      WHERE r.section = 'applications'
      """;

  static final String BACKCHANNEL_LINKS =
      """
      UPDATE provider p
      SET backchannel_application = (r.body->>'pk')::uuid
      FROM reference_row r, jsonb_array_elements_text(r.body->'backchannel_providers') AS b (pk)
      WHERE r.section = 'applications' AND p.pk = b.pk::integer
      """;

  static final String OUTPOSTS =
      """
      INSERT INTO outpost (pk, name, type)
      SELECT o.pk, o.name, o.type
      FROM reference_row r, jsonb_to_record(r.body) AS o (pk uuid, name text, type text)
      WHERE r.section = 'outposts'
      """;

  static final String OUTPOST_LINKS =
      """
      INSERT INTO outpost_provider (outpost, provider)
      SELECT (r.body->>'pk')::uuid, p.pk::integer
      FROM reference_row r, jsonb_array_elements_text(r.body->'providers') AS p (pk)
      WHERE r.section = 'outposts'
      """;

  static final String ENDPOINTS =
      """
      INSERT INTO endpoint (pk, name, host, protocol, provider)
      SELECT e.pk, e.name, e.host, e.protocol, e.provider
      FROM reference_row r,
          jsonb_to_record(r.body) AS e (pk uuid, name text, host text, protocol text, provider integer)
      WHERE r.section = 'endpoints'
      """;

  /** The sequence only rises. $1 first free pk. */
  static final String RAISE_SEQUENCE =
      """
      SELECT setval('provider_pk_seq', t.free, false)
      FROM provider_pk_seq s,
          (SELECT greatest($1::bigint, (SELECT max(p.pk) + 1::bigint FROM provider p)) AS free) AS t
      WHERE t.free > CASE WHEN s.is_called THEN s.last_value + 1 ELSE s.last_value END
      """;
}
