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
import org.racprovider.bus.Actor;
import org.racprovider.db.DatabaseClient;
import org.racprovider.db.GroupCommit;
import org.racprovider.event.ProviderEvents;
import org.racprovider.event.store.EventOutbox;
import org.racprovider.provider.store.CreateStatement.Request;

/**
 * Many creates as one statement and one transaction: checks references, inserts providers, links
 * and events, and says of each request what became of it. Nothing about one request is an SQL error
 * that would fail its neighbours.
 */
final class CreateStatement implements GroupCommit.Statement<Request, RacProvider> {

  /** A provider to create, and who asks for it. */
  record Request(NewProvider provider, Actor actor) {}

  /**
   * Same names: the first of them wins. Rows go in sorted by name, in an order that is the same on
   * every node, so that two nodes that insert the same names cannot deadlock.
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
      ), good AS MATERIALIZED (
          SELECT DISTINCT ON (name COLLATE "C") *
          FROM checked
          WHERE references_exist
          ORDER BY name COLLATE "C", n
      ), inserted AS (
          INSERT INTO provider (type, name, authentication_flow, authorization_flow, settings,
                                connection_expiry, delete_token_on_disconnect)
          SELECT 'rac', name, authentication_flow, authorization_flow, settings,
                 connection_expiry, delete_token_on_disconnect
          FROM good
          ON CONFLICT DO NOTHING
          RETURNING pk, name
      ), linked AS (
          INSERT INTO provider_property_mapping (provider, property_mapping, ordinal)
          SELECT inserted.pk, mapping.pk, mapping.ordinal
          FROM inserted JOIN good USING (name) JOIN mapping USING (n)
      ), logged AS (
          INSERT INTO event (type, provider, subject, request_id, traceparent)
          SELECT $14::text,
                 ('{"pk":' || inserted.pk || ',' || substr(event, 2))::json,
                 subject, request_id, traceparent
          FROM inserted JOIN good USING (name)
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
      LEFT JOIN good ON good.n = checked.n
      LEFT JOIN inserted ON inserted.name = good.name
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
  public Future<List<Future<RacProvider>>> execute(List<Request> requests) {
    return database
        .executePlannedOnce(SQL, values(requests))
        .onSuccess(rows -> searchIndex.inserted(rows.size()))
        .map(rows -> outcomes(requests, rows));
  }

  /** A single create inside a transaction. */
  Future<RacProvider> execute(SqlConnection connection, Request request) {
    List<Request> alone = List.of(request);
    return connection
        .preparedQuery(SQL)
        .execute(values(alone))
        .onSuccess(rows -> searchIndex.inserted(rows.size()))
        .compose(rows -> outcomes(alone, rows).get(0));
  }

  private static List<Future<RacProvider>> outcomes(List<Request> requests, RowSet<Row> rows) {
    List<Future<RacProvider>> outcomes = new ArrayList<>(requests.size());
    int n = 0;
    for (Row row : rows) {
      outcomes.add(outcome(requests.get(n++).provider(), row));
    }
    return outcomes;
  }

  private static Future<RacProvider> outcome(NewProvider provider, Row row) {
    Integer pk = row.getInteger("pk");
    return pk == null
        ? Future.failedFuture(ReferenceErrors.of(row))
        : Future.succeededFuture(RacProvider.of(pk, provider));
  }

  private Tuple values(List<Request> requests) {
    Tuple values =
        Tuple.tuple()
            .addArrayOfString(each(requests, NewProvider::name).toArray(String[]::new))
            .addArrayOfUUID(each(requests, NewProvider::authenticationFlow).toArray(UUID[]::new))
            .addArrayOfUUID(each(requests, NewProvider::authorizationFlow).toArray(UUID[]::new))
            .addArrayOfJsonObject(each(requests, NewProvider::settings).toArray(JsonObject[]::new))
            .addArrayOfString(each(requests, NewProvider::connectionExpiry).toArray(String[]::new))
            .addArrayOfBoolean(
                each(requests, NewProvider::deleteTokenOnDisconnect).toArray(Boolean[]::new))
            .addArrayOfString(each(requests, this::event).toArray(String[]::new))
            .addArrayOfString(
                requests.stream().map(r -> r.actor().subject()).toArray(String[]::new))
            .addArrayOfString(
                requests.stream().map(r -> r.actor().requestId()).toArray(String[]::new))
            .addArrayOfString(
                requests.stream().map(r -> r.actor().traceparent()).toArray(String[]::new));
    return addMappings(values, requests);
  }

  private static Tuple addMappings(Tuple values, List<Request> requests) {
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
        .addArrayOfUUID(pks.toArray(UUID[]::new))
        .addString(ProviderEvents.CREATED);
  }

  private static <T> List<T> each(List<Request> requests, Function<NewProvider, T> field) {
    List<T> values = new ArrayList<>(requests.size());
    requests.forEach(request -> values.add(field.apply(request.provider())));
    return values;
  }

  /** The representation for the event, without its pk, which the statement puts first. */
  private String event(NewProvider provider) {
    JsonObject representation = RacProvider.of(0, provider).toJson();
    JsonObject content = outbox.content(representation);
    content.remove("pk");
    return content.encode();
  }
}
