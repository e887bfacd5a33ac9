package org.racprovider.provider.store;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.racprovider.bus.Actor;
import org.racprovider.db.DatabaseClient;
import org.racprovider.db.GroupCommit;
import org.racprovider.event.ProviderEvents;
import org.racprovider.event.store.EventOutbox;
import org.racprovider.provider.store.CreateStatement.CreateRequest;

/**
 * Executes many creates as one statement and one transaction: checks references, inserts providers,
 * links and events, and returns the outcome of each request. An invalid request causes no SQL
 * error, so it does not fail the others.
 */
final class CreateStatement implements GroupCommit.Statement<CreateRequest, JsonObject> {

  record CreateRequest(NewProvider provider, Actor actor) {}

  /**
   * Of requests with the same name, the first one creates the provider. Rows are inserted in the
   * order of their names, which is the same on every node, so that two nodes cannot deadlock.
   */
  private static final String SQL =
      """
      WITH request AS MATERIALIZED (
          SELECT *
          FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::jsonb[], $5::text[], $6::boolean[],
                      $7::text[], $8::text[], $9::text[], $10::text[])
               WITH ORDINALITY
               AS request (name, authentication_flow, authorization_flow, settings,
                           connection_expiry, delete_token_on_disconnect,
                           event, subject, request_id, traceparent, n)
      ), mapping AS MATERIALIZED (
          SELECT * FROM unnest($11::integer[], $12::integer[], $13::uuid[]) AS mapping (n, ordinal, pk)
      ), unknown_mapping AS (
          SELECT DISTINCT ON (mapping.n) mapping.n, mapping.pk
          FROM mapping
          WHERE NOT EXISTS (SELECT FROM property_mapping WHERE property_mapping.pk = mapping.pk)
          ORDER BY mapping.n, mapping.ordinal
      ), checked AS MATERIALIZED (
          SELECT request.*,
                 CASE WHEN authentication.pk IS NULL THEN request.authentication_flow END
                     AS unknown_authentication_flow,
                 CASE WHEN authorization_.pk IS NULL THEN request.authorization_flow END
                     AS unknown_authorization_flow,
                 unknown_mapping.pk AS unknown_property_mapping,
                 authentication.pk IS NOT DISTINCT FROM request.authentication_flow
                     AND authorization_.pk IS NOT NULL
                     AND unknown_mapping.pk IS NULL AS references_exist
          FROM request
          LEFT JOIN flow authentication ON authentication.pk = request.authentication_flow
          LEFT JOIN flow authorization_ ON authorization_.pk = request.authorization_flow
          LEFT JOIN unknown_mapping USING (n)
      ), valid AS MATERIALIZED (
          SELECT DISTINCT ON (name COLLATE "C") *
          FROM checked
          WHERE references_exist
          ORDER BY name COLLATE "C", n
      ), inserted AS (
          INSERT INTO provider (type, name, authentication_flow, authorization_flow, settings,
                                connection_expiry, delete_token_on_disconnect)
          SELECT 'rac', name, authentication_flow, authorization_flow, settings,
                 connection_expiry, delete_token_on_disconnect
          FROM valid
          ON CONFLICT DO NOTHING
          RETURNING pk, name
      ), linked AS (
          INSERT INTO provider_property_mapping (provider, property_mapping, ordinal)
          SELECT inserted.pk, mapping.pk, mapping.ordinal
          FROM inserted JOIN valid USING (name) JOIN mapping USING (n)
      ), logged AS (
          INSERT INTO event (type, provider, subject, request_id, traceparent)
          SELECT $14::text,
                 ('{"pk":' || inserted.pk || ',' || substr(event, 2))::json,
                 subject, request_id, traceparent
          FROM inserted JOIN valid USING (name)
      )
      SELECT checked.n, inserted.pk,
             CASE WHEN checked.references_exist THEN inserted.pk IS NULL
                  ELSE EXISTS (SELECT FROM provider
                               WHERE left(provider.name, 200) COLLATE "und-x-icu" = left(checked.name, 200)
                                 AND md5(provider.name) = md5(checked.name))
             END AS name_taken,
             checked.unknown_authentication_flow, checked.unknown_authorization_flow,
             checked.unknown_property_mapping
      FROM checked
      LEFT JOIN valid ON valid.n = checked.n
      LEFT JOIN inserted ON inserted.name = valid.name
      ORDER BY checked.n
      """;

  private final DatabaseClient database;
  private final EventOutbox outbox;
  private final SearchIndexMaintenance searchIndex;

  CreateStatement(DatabaseClient database, EventOutbox outbox, SearchIndexMaintenance searchIndex) {
    this.database = database;
    this.outbox = outbox;
    this.searchIndex = searchIndex;
  }

  @Override
  public Future<List<Future<JsonObject>>> execute(List<CreateRequest> requests) {
    return database
        .executeWithGenericPlan(SQL, values(requests))
        .onSuccess(rows -> searchIndex.inserted(rows.size()))
        .map(rows -> outcomes(requests, rows));
  }

  /** A single create inside a transaction. */
  Future<JsonObject> execute(SqlConnection connection, CreateRequest request) {
    List<CreateRequest> single = List.of(request);
    return connection
        .preparedQuery(SQL)
        .execute(values(single))
        .onSuccess(rows -> searchIndex.inserted(rows.size()))
        .compose(rows -> outcomes(single, rows).get(0));
  }

  private static List<Future<JsonObject>> outcomes(List<CreateRequest> requests, RowSet<Row> rows) {
    List<Future<JsonObject>> outcomes = new ArrayList<>(requests.size());
    int n = 0;
    for (Row row : rows) {
      outcomes.add(outcome(requests.get(n++).provider(), row));
    }
    return outcomes;
  }

  private static Future<JsonObject> outcome(NewProvider provider, Row row) {
    Integer pk = row.getInteger("pk");
    return pk == null
        ? Future.failedFuture(ReferenceErrors.of(row))
        : Future.succeededFuture(Representation.ofNew(pk, provider));
  }

  private Tuple values(List<CreateRequest> requests) {
    Tuple values =
        Tuple.tuple()
            .addArrayOfString(strings(requests, r -> r.provider().name()))
            .addArrayOfUUID(array(requests, UUID[]::new, r -> r.provider().authenticationFlow()))
            .addArrayOfUUID(array(requests, UUID[]::new, r -> r.provider().authorizationFlow()))
            .addArrayOfJsonObject(array(requests, JsonObject[]::new, r -> r.provider().settings()))
            .addArrayOfString(strings(requests, r -> r.provider().connectionExpiry()))
            .addArrayOfBoolean(
                array(requests, Boolean[]::new, r -> r.provider().deleteTokenOnDisconnect()))
            .addArrayOfString(strings(requests, r -> event(r.provider())))
            .addArrayOfString(strings(requests, r -> r.actor().subject()))
            .addArrayOfString(strings(requests, r -> r.actor().requestId()))
            .addArrayOfString(strings(requests, r -> r.actor().traceparent()));
    return addMappings(values, requests).addString(ProviderEvents.CREATED);
  }

  private static Tuple addMappings(Tuple values, List<CreateRequest> requests) {
    List<Integer> ns = new ArrayList<>();
    List<Integer> ordinals = new ArrayList<>();
    List<UUID> pks = new ArrayList<>();
    for (int n = 0; n < requests.size(); n++) {
      List<UUID> mappings = requests.get(n).provider().propertyMappings();
      for (int ordinal = 0; ordinal < mappings.size(); ordinal++) {
        ns.add(n + 1);
        ordinals.add(ordinal);
        pks.add(mappings.get(ordinal));
      }
    }
    return values
        .addArrayOfInteger(ns.toArray(Integer[]::new))
        .addArrayOfInteger(ordinals.toArray(Integer[]::new))
        .addArrayOfUUID(pks.toArray(UUID[]::new));
  }

  private static String[] strings(
      List<CreateRequest> requests, Function<CreateRequest, String> value) {
    return array(requests, String[]::new, value);
  }

  private static <T> T[] array(
      List<CreateRequest> requests, IntFunction<T[]> type, Function<CreateRequest, T> value) {
    return requests.stream().map(value).toArray(type);
  }

  /** The representation for the event, without the pk, which the statement adds. */
  private String event(NewProvider provider) {
    JsonObject content = outbox.content(Representation.ofNew(0, provider));
    content.remove("pk");
    return content.encode();
  }
}
