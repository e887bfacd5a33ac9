package org.racprovider.provider.store;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.racprovider.event.ProviderEvents;
import org.racprovider.event.store.EventOutbox;

/**
 * The SQL that creates many providers. It returns a row for each request: its number, and the pk of
 * the provider or why there is none.
 */
record BatchCreate(EventOutbox outbox) {

  /**
   * Locks each flow and property mapping once, however many requests refer to it, so that nobody
   * can delete it before the commit. A request with unknown references gets no pk. Of requests with
   * the same name, the first one creates the provider. Rows are inserted in the order of their
   * names, which is the same on every node, so that two nodes cannot deadlock.
   */
  static final String SQL =
      """
      WITH known_flow AS MATERIALIZED (
          SELECT pk FROM flow WHERE pk = ANY ($2::uuid[] || $3::uuid[]) FOR KEY SHARE
      ), known_mapping AS MATERIALIZED (
          SELECT pk FROM property_mapping WHERE pk = ANY ($4::uuid[]) FOR KEY SHARE
      ), request AS MATERIALIZED (
          SELECT *,
                 CASE WHEN (authentication_flow IS NULL
                                OR authentication_flow IN (SELECT pk FROM known_flow))
                           AND authorization_flow IN (SELECT pk FROM known_flow)
                           AND property_mappings <@ ARRAY(SELECT pk FROM known_mapping)
                      THEN nextval('provider_pk_seq')::integer END AS pk
          FROM (SELECT n, name, authentication_flow, authorization_flow,
                       ($4::uuid[])[first_mapping : last_mapping] AS property_mappings,
                       settings, connection_expiry, delete_token_on_disconnect,
                       event, subject, request_id, traceparent
                FROM unnest($1::text[], $2::uuid[], $3::uuid[], $5::integer[], $6::integer[],
                            $7::jsonb[], $8::text[], $9::boolean[],
                            $10::text[], $11::text[], $12::text[], $13::text[])
                     WITH ORDINALITY
                     AS sent (name, authentication_flow, authorization_flow,
                              first_mapping, last_mapping,
                              settings, connection_expiry, delete_token_on_disconnect,
                              event, subject, request_id, traceparent, n)) AS sent
      ), inserted AS (
          INSERT INTO provider (pk, type, name, authentication_flow, authorization_flow,
                                property_mappings, settings, connection_expiry,
                                delete_token_on_disconnect, long_name)
          SELECT pk, 'rac', name, authentication_flow, authorization_flow,
                 property_mappings, settings, connection_expiry, delete_token_on_disconnect,
                 CASE WHEN octet_length(name) > 1000 THEN upper(name COLLATE "und-x-icu") END
          FROM request
          WHERE pk IS NOT NULL
          ORDER BY name COLLATE "C", n
          ON CONFLICT (left(name, 200) COLLATE "und-x-icu", md5(name)) DO NOTHING
          RETURNING pk, name
      ), change AS (
          INSERT INTO provider_change (type, added, pks, names)
          SELECT 'rac', count(*), array_agg(pk), array_agg(left(name, 200))
          FROM inserted
          HAVING count(*) > 0
      ), logged AS (
          INSERT INTO event (type, provider, subject, request_id, traceparent)
          SELECT $14::text, ('{"pk":' || pk || substr(event, length('{"pk":0') + 1))::json,
                 subject, request_id, traceparent
          FROM inserted JOIN request USING (pk)
          RETURNING id
      ), batch AS (
          INSERT INTO event_batch (events)
          SELECT array_agg(id ORDER BY id) FROM logged HAVING count(*) > 0
      )
      SELECT request.n, inserted.pk,
             CASE WHEN request.pk IS NOT NULL THEN inserted.pk IS NULL
                  ELSE EXISTS (SELECT FROM provider
                               WHERE left(provider.name, 200) COLLATE "und-x-icu"
                                         = left(request.name, 200)
                                 AND md5(provider.name) = md5(request.name))
             END AS name_taken,
             CASE WHEN request.pk IS NULL
                       AND authentication_flow NOT IN (SELECT pk FROM known_flow)
                  THEN authentication_flow END AS unknown_authentication_flow,
             CASE WHEN request.pk IS NULL
                       AND authorization_flow NOT IN (SELECT pk FROM known_flow)
                  THEN authorization_flow END AS unknown_authorization_flow,
             CASE WHEN request.pk IS NULL
                  THEN (SELECT mapping.pk
                        FROM unnest(property_mappings) WITH ORDINALITY AS mapping (pk, ordinal)
                        WHERE mapping.pk NOT IN (SELECT pk FROM known_mapping)
                        ORDER BY ordinal
                        LIMIT 1) END AS unknown_property_mapping
      FROM request
      LEFT JOIN inserted ON inserted.pk = request.pk
      """;

  Tuple values(List<CreateRequest> requests) {
    List<UUID> mappings = new ArrayList<>();
    Integer[] firstMapping = new Integer[requests.size()];
    Integer[] lastMapping = new Integer[requests.size()];
    for (int i = 0; i < requests.size(); i++) {
      firstMapping[i] = mappings.size() + 1;
      mappings.addAll(requests.get(i).provider().propertyMappings());
      lastMapping[i] = mappings.size();
    }
    return Tuple.tuple()
        .addArrayOfString(strings(requests, r -> r.provider().name()))
        .addArrayOfUUID(array(requests, UUID[]::new, r -> r.provider().authenticationFlow()))
        .addArrayOfUUID(array(requests, UUID[]::new, r -> r.provider().authorizationFlow()))
        .addArrayOfUUID(mappings.toArray(UUID[]::new))
        .addArrayOfInteger(firstMapping)
        .addArrayOfInteger(lastMapping)
        .addArrayOfJsonObject(array(requests, JsonObject[]::new, r -> r.provider().settings()))
        .addArrayOfString(strings(requests, r -> r.provider().connectionExpiry()))
        .addArrayOfBoolean(
            array(requests, Boolean[]::new, r -> r.provider().deleteTokenOnDisconnect()))
        .addArrayOfString(strings(requests, r -> outbox.content(r.representation()).encode()))
        .addArrayOfString(strings(requests, r -> r.actor().subject()))
        .addArrayOfString(strings(requests, r -> r.actor().requestId()))
        .addArrayOfString(strings(requests, r -> r.actor().traceparent()))
        .addString(ProviderEvents.CREATED);
  }

  private static String[] strings(
      List<CreateRequest> requests, Function<CreateRequest, String> value) {
    return array(requests, String[]::new, value);
  }

  private static <T> T[] array(
      List<CreateRequest> requests, IntFunction<T[]> type, Function<CreateRequest, T> value) {
    return requests.stream().map(value).toArray(type);
  }
}
