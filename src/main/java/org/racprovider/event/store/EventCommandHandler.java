package org.racprovider.event.store;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import org.racprovider.bus.Command;
import org.racprovider.bus.CommandHandlers;
import org.racprovider.bus.CommandServer;
import org.racprovider.bus.Failure;
import org.racprovider.db.DatabaseClient;
import org.racprovider.event.ProviderEvents;

/** Answers the commands of {@link ProviderEvents} from PostgreSQL. */
public final class EventCommandHandler implements CommandHandlers {

  private static final int LARGEST_PAGE = 1000;
  private static final int USUAL_PAGE = 100;

  /** So many batches are looked at. */
  private static final String LAG_SQL =
      """
      SELECT coalesce(sum(cardinality(events)), 0)::double precision AS events,
             coalesce(extract(epoch FROM now() - min(created)), 0)::double precision AS seconds
      FROM (SELECT events, created
            FROM event_batch
            WHERE position IS NULL
            ORDER BY id
            LIMIT 10000) AS waiting
      """;

  private record Request(Long after, int limit) {}

  private final DatabaseClient database;

  public EventCommandHandler(DatabaseClient database) {
    this.database = database;
  }

  @Override
  public Future<?> register(CommandServer server) {
    return Future.all(
        server.serve(ProviderEvents.READ, this::read), server.serve(ProviderEvents.LAG, this::lag));
  }

  private Future<JsonObject> lag(Command command) {
    return database.execute(LAG_SQL, Tuple.tuple()).map(rows -> lag(rows.iterator().next()));
  }

  private static JsonObject lag(Row row) {
    return new JsonObject()
        .put("events", row.getDouble("events"))
        .put("seconds", row.getDouble("seconds"));
  }

  private Future<JsonObject> read(Command command) {
    Request request = request(command.body());
    long after = request.after() == null ? 0 : request.after();
    return database
        .execute(EventPage.SQL, EventPage.values(after, request.limit()))
        .map(EventPage::of)
        .map(page -> requireKept(page, request.after()).toJson());
  }

  private static Request request(JsonObject body) {
    try {
      Long after = body.getLong("after");
      int limit = body.getInteger("limit", USUAL_PAGE);
      if ((after == null || after >= 0) && limit >= 1 && limit <= LARGEST_PAGE) {
        return new Request(after, limit);
      }
    } catch (ClassCastException | NullPointerException wrong) {
      // Answered like a value out of range.
    }
    throw Failure.of(
        Failure.Kind.INVALID,
        "\"after\" must be a position, \"limit\" a number from 1 to %d.".formatted(LARGEST_PAGE));
  }

  /** A consumer that lost its place must hear so, or it would take silence for rest. */
  private static EventPage requireKept(EventPage page, Long after) {
    if (after != null && after < page.oldest() - 1) {
      throw gone(page, "The events after position %d are no longer kept.".formatted(after));
    }
    if (after != null && after > page.newest()) {
      throw gone(page, "Position %d was never given: is this another feed?".formatted(after));
    }
    return page;
  }

  private static Failure gone(EventPage page, String detail) {
    JsonObject body = new JsonObject().put("detail", detail).mergeIn(page.limits());
    return Failure.withBody(Failure.Kind.GONE, body.encode());
  }
}
