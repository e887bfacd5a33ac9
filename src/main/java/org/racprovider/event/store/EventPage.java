package org.racprovider.event.store;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/**
 * A page of the feed: events in the order of their positions.
 *
 * @param oldest the first position that is kept
 * @param newest the last assigned position
 */
public record EventPage(long oldest, long newest, List<JsonObject> events) {

  /**
   * Reads the events after a position. Values: that position, the maximum number of events, the
   * maximum number of bytes. The first event is always returned, even if it is larger.
   */
  public static final String SQL =
      """
      SELECT feed.trimmed, feed.newest, page.*
      FROM (SELECT trimmed, newest FROM event_feed LIMIT 1) AS feed
      LEFT JOIN LATERAL (
          SELECT *
          FROM (
              SELECT item.position, event.type, event.provider, event.changed, event.subject,
                     event.request_id, event.traceparent, event.created,
                     sum(octet_length(event.provider::text)) OVER (ORDER BY item.position)
                         - octet_length(event.provider::text) AS bytes_before
              FROM (
                  SELECT batch.events_before + member.n AS position, member.id
                  FROM (SELECT position, position - cardinality(events) AS events_before,
                               events
                        FROM event_batch
                        WHERE position > $1
                        ORDER BY position
                        LIMIT $2) AS batch
                  CROSS JOIN LATERAL unnest(batch.events) WITH ORDINALITY AS member (id, n)
                  WHERE batch.events_before + member.n > $1
                  ORDER BY batch.position, member.n
                  LIMIT $2
              ) AS item
              JOIN event ON event.id = item.id
          ) AS sized
          WHERE bytes_before < $3
      ) AS page ON true
      ORDER BY page.position
      """;

  private static final int MAX_BYTES = 1 << 20;

  public static Tuple values(long after, int limit) {
    return Tuple.of(after, limit, MAX_BYTES);
  }

  public static EventPage of(RowSet<Row> rows) {
    Row first = rows.iterator().next();
    List<JsonObject> events = new ArrayList<>(rows.size());
    for (Row row : rows) {
      if (row.getLong("position") != null) {
        events.add(event(row));
      }
    }
    return new EventPage(first.getLong("trimmed") + 1, first.getLong("newest"), events);
  }

  JsonObject toJson() {
    return limits().put("events", new JsonArray(events));
  }

  /** {@code oldest} and {@code newest}. */
  JsonObject limits() {
    return new JsonObject().put("oldest", oldest).put("newest", newest);
  }

  /** The position of the last event; of an empty page, the newest. */
  public long last() {
    return events.isEmpty() ? newest : events.get(events.size() - 1).getLong("id");
  }

  private static JsonObject event(Row row) {
    JsonObject provider = (JsonObject) row.getJson("provider");
    JsonObject event =
        new JsonObject()
            .put("id", row.getLong("position"))
            .put("type", row.getString("type"))
            .put("provider", provider);
    String[] changed = row.getArrayOfStrings("changed");
    if (changed != null) {
      event.put("changed", new JsonArray(List.of(changed)));
    }
    event
        .put("model", model(provider))
        .put("subject", row.getString("subject"))
        .put("request_id", row.getString("request_id"));
    String traceparent = row.getString("traceparent");
    if (traceparent != null) {
      event.put("traceparent", traceparent);
    }
    return event.put("created", row.getOffsetDateTime("created").toInstant());
  }

  private static JsonObject model(JsonObject provider) {
    return new JsonObject()
        .put("app", "authentik_providers_rac")
        .put("model_name", "racprovider")
        .put("pk", provider.getValue("pk"))
        .put("name", provider.getValue("name"));
  }
}
