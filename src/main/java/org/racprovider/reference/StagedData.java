package org.racprovider.reference;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.stream.StreamSupport;
import org.racprovider.start.ExitCode;
import org.racprovider.start.StartFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reference data in the temporary table {@code reference_row}, within a transaction. Each row of
 * the file is a row of the table: {@code location} is such as {@code providers[3]}, {@code body} is
 * its JSON.
 *
 * @param copied whether the rows come from another server: if so, a provider that exists here must
 *     have the same name and type
 */
record StagedData(SqlConnection connection, ReferenceData data, boolean copied) {

  private static final Logger LOG = LoggerFactory.getLogger(StagedData.class);
  private static final int ROWS_PER_STATEMENT = 1000;
  private static final int ROWS_PER_MESSAGE = 10_000;

  /** The statement timeout is only for requests. The lock lets one server load at a time. */
  private static final String CREATE_TABLE =
      """
      SET LOCAL statement_timeout = 0;
      SELECT pg_advisory_xact_lock(hashtext('rac.reference_data'));
      CREATE TEMPORARY TABLE reference_row (
          section text NOT NULL,
          number integer NOT NULL,
          location text NOT NULL,
          body jsonb NOT NULL
      ) ON COMMIT DROP
      """;

  /** $1 section, $2 number of the first row, $3 JSON array of rows. */
  private static final String STAGE =
      """
      INSERT INTO reference_row (section, number, location, body)
      SELECT $1::text, $2::integer + r.n - 1, format('%s[%s]', $1::text, $2::integer + r.n - 1), r.body
      FROM jsonb_array_elements($3::jsonb) WITH ORDINALITY AS r (body, n)
      """;

  private static final String REMOVE_EXISTING =
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

  private static final String INSERT =
      """
      INSERT INTO flow (pk, name, slug, title, designation)
      SELECT f.pk, f.name, f.slug, f.title, f.designation
      FROM reference_row r, jsonb_populate_record(NULL::flow, r.body) AS f
      WHERE r.section = 'flows';

      INSERT INTO property_mapping (pk, name, expression)
      SELECT m.pk, m.name, m.expression
      FROM reference_row r, jsonb_populate_record(NULL::property_mapping, r.body) AS m
      WHERE r.section = 'property_mappings';

      INSERT INTO provider (pk, type, name, authentication_flow, authorization_flow,
          property_mappings, settings, connection_expiry, delete_token_on_disconnect)
      SELECT p.pk, p.type, p.name, p.authentication_flow, p.authorization_flow,
          p.property_mappings, p.settings, p.connection_expiry, p.delete_token_on_disconnect
      FROM reference_row r, jsonb_populate_record(NULL::provider, r.body) AS p
      WHERE r.section = 'providers';

      INSERT INTO application (pk, name, slug, provider)
      SELECT a.pk, a.name, a.slug, a.provider
      FROM reference_row r, jsonb_populate_record(NULL::application, r.body) AS a
      WHERE r.section = 'applications';

      UPDATE provider p
      SET backchannel_application = (r.body->>'pk')::uuid
      FROM reference_row r, jsonb_array_elements_text(r.body->'backchannel_providers') AS b (pk)
      WHERE r.section = 'applications' AND p.pk = b.pk::integer;

      INSERT INTO outpost (pk, name, type)
      SELECT o.pk, o.name, o.type
      FROM reference_row r, jsonb_populate_record(NULL::outpost, r.body) AS o
      WHERE r.section = 'outposts';

      INSERT INTO outpost_provider (outpost, provider)
      SELECT (r.body->>'pk')::uuid, p.pk::integer
      FROM reference_row r, jsonb_array_elements_text(r.body->'providers') AS p (pk)
      WHERE r.section = 'outposts';

      INSERT INTO endpoint (pk, name, host, protocol, provider)
      SELECT e.pk, e.name, e.host, e.protocol, e.provider
      FROM reference_row r, jsonb_populate_record(NULL::endpoint, r.body) AS e
      WHERE r.section = 'endpoints'
      """;

  Future<?> stage() {
    Future<?> staged = execute(CREATE_TABLE);
    for (Section section : Section.values()) {
      JsonArray rows = data.rows(section);
      for (int from = 0; from < rows.size(); from += ROWS_PER_STATEMENT) {
        int first = from;
        staged = staged.compose(ignored -> stage(section, rows, first));
      }
    }
    return staged;
  }

  private Future<?> stage(Section section, JsonArray rows, int from) {
    if (from > 0 && from % ROWS_PER_MESSAGE == 0) {
      LOG.info("Loading reference data: {} of {} {}", from, rows.size(), section.key());
    }
    int to = Math.min(rows.size(), from + ROWS_PER_STATEMENT);
    JsonArray batch = new JsonArray(rows.getList().subList(from, to));
    return execute(STAGE, Tuple.of(section.key(), from, batch));
  }

  /** Removes the rows that exist in the database, where they stay unchanged. */
  Future<?> removeExisting() {
    return (copied ? failIfAny(CheckSql.TAKEN_PKS) : Future.succeededFuture())
        .compose(ignored -> execute(REMOVE_EXISTING));
  }

  /** Fails with a {@link StartFailure} if the remaining rows cannot be inserted. */
  Future<?> checkConflicts() {
    return failIfAny(CheckSql.UNKNOWN_REFERENCES).compose(ignored -> failIfAny(CheckSql.CONFLICTS));
  }

  /** Inserts the remaining rows. */
  Future<?> insert() {
    return execute(INSERT);
  }

  private Future<Void> failIfAny(String check) {
    return execute(check)
        .compose(
            rows ->
                rows.size() == 0 ? Future.succeededFuture() : Future.failedFuture(failure(rows)));
  }

  private static StartFailure failure(RowSet<Row> rows) {
    return new StartFailure(
        ExitCode.BAD_REFERENCE_DATA,
        StreamSupport.stream(rows.spliterator(), false)
            .map(row -> row.getString("location") + ": " + row.getString("reason"))
            .toList());
  }

  Future<RowSet<Row>> execute(String sql) {
    return connection.query(sql).execute();
  }

  Future<RowSet<Row>> execute(String sql, Tuple values) {
    return connection.preparedQuery(sql).execute(values);
  }
}
