package org.racprovider.event.store;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.racprovider.bus.Failure;
import org.racprovider.limits.JsonCost;
import org.racprovider.provider.EncodedProvider;

/**
 * A page of the feed: events in the order of their positions.
 *
 * @param oldest the first position that is kept
 * @param newest the last assigned position
 * @param nextBytes the size of the first event if it was larger than the page, which is empty then;
 *     otherwise 0
 */
public record EventPage(long oldest, long newest, List<JsonObject> events, int nextBytes) {

  /**
   * Reads the events after a position. Values: that position, the maximum number of events, the
   * maximum number of bytes. If the first event is larger, it is returned without its provider.
   *
   * <p>It looks only at the text of events whose stored values have these bytes together, counting
   * compressed ones 16 times: the size of a compressed text is known only once it is read.
   */
  public static final String SQL =
      """
      SELECT feed.trimmed, feed.newest, page.position, page.type, page.changed, page.subject,
             page.request_id, page.traceparent, page.created, page.bytes,
             CASE WHEN page.bytes_up_to <= $3 THEN page.provider END AS provider
      FROM (SELECT trimmed, newest FROM event_feed LIMIT 1) AS feed
      LEFT JOIN LATERAL (
          SELECT candidate.*, text.provider, octet_length(text.provider) AS bytes,
                 sum(octet_length(text.provider))
                     OVER (ORDER BY candidate.position ROWS UNBOUNDED PRECEDING) AS bytes_up_to
          FROM (
              SELECT position, type, changed, subject, request_id, traceparent, created, json
              FROM (
                  SELECT item.position, event.type, event.changed, event.subject,
                         event.request_id, event.traceparent, event.created,
                         event.provider AS json,
                         sum(stored.bytes) OVER (ORDER BY item.position ROWS UNBOUNDED PRECEDING)
                             - stored.bytes AS bytes_before
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
                  CROSS JOIN LATERAL (
                      SELECT pg_column_size(event.provider)
                             * CASE WHEN pg_column_compression(event.provider) IS NULL
                                    THEN 1 ELSE 16 END AS bytes
                  ) AS stored
              ) AS sized
              WHERE bytes_before < $3
          ) AS candidate
          CROSS JOIN LATERAL (
              SELECT convert_to(candidate.json::text, 'UTF8') AS provider OFFSET 0
          ) AS text
      ) AS page ON page.bytes_up_to <= $3 OR page.bytes_up_to = page.bytes
      ORDER BY page.position
      """;

  /** How many bytes of events are read at once, unless the first one is larger. */
  public static final int BYTES = 128 * 1024;

  /**
   * The largest cost of an event with settings, as {@link JsonCost} counts it: 1 MiB of text, or
   * some 9,000 objects. It is the same everywhere, so that an event is.
   */
  static final long MAX_COST_WITH_SETTINGS = 5 << 20;

  /**
   * @param limit the maximum number of events
   * @param bytes {@link #BYTES}, or the size of the first event
   */
  public static Tuple values(long after, int limit, int bytes) {
    return Tuple.of(after, limit, bytes);
  }

  /**
   * Decodes events until there is no memory for more.
   *
   * @param memory gets what each event costs, and returns whether there is as much
   * @throws Failure 503 if there is no memory for the first event
   */
  public static EventPage of(RowSet<Row> rows, LongPredicate memory) {
    Row first = rows.iterator().next();
    List<JsonObject> events = new ArrayList<>(rows.size());
    for (Row row : rows) {
      Buffer provider = row.getBuffer("provider");
      if (provider == null) {
        break;
      }
      Buffer affordable = affordable(provider);
      if (!memory.test(JsonCost.of(affordable))) {
        requireSome(events);
        break;
      }
      events.add(event(row, affordable.toJsonObject()));
    }
    return new EventPage(
        first.getLong("trimmed") + 1, first.getLong("newest"), events, nextBytes(events, first));
  }

  private static Buffer affordable(Buffer provider) {
    return JsonCost.of(provider) <= MAX_COST_WITH_SETTINGS
        ? provider
        : EncodedProvider.withoutSettings(provider);
  }

  private static void requireSome(List<JsonObject> events) {
    if (events.isEmpty()) {
      throw Failure.unavailable();
    }
  }

  private static int nextBytes(List<JsonObject> events, Row first) {
    Integer bytes = first.getInteger("bytes");
    return events.isEmpty() && bytes != null ? bytes : 0;
  }

  /** Whether the page must be read again with {@link #nextBytes}. */
  public boolean isTooSmall() {
    return nextBytes > 0;
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

  private static JsonObject event(Row row, JsonObject provider) {
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
