package org.racprovider.event.store;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import org.racprovider.bus.Command;
import org.racprovider.bus.CommandHandlers;
import org.racprovider.bus.CommandSchema;
import org.racprovider.bus.CommandServer;
import org.racprovider.bus.Failure;
import org.racprovider.db.DatabaseClient;
import org.racprovider.event.ProviderEvents;

/** Executes the commands of {@link ProviderEvents} in PostgreSQL. */
public final class EventCommandHandler implements CommandHandlers {

  private static final CommandSchema READ_BODY =
      CommandSchema.load("event-commands.json#/$defs/read");

  private static final int DEFAULT_LIMIT = 100;

  /** Counts the events of 10,000 batches at most, so that the query stays fast. */
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
    return database
        .execute(command.actor().subject(), LAG_SQL, Tuple.tuple())
        .map(rows -> lag(rows.iterator().next()));
  }

  private static JsonObject lag(Row row) {
    return new JsonObject()
        .put("events", row.getDouble("events"))
        .put("seconds", row.getDouble("seconds"));
  }

  private Future<JsonObject> read(Command command) {
    JsonObject body = command.body();
    if (!READ_BODY.invalidMembers(body).isEmpty()) {
      throw Failure.of(
          Failure.Kind.INVALID, "\"after\" must be a position, \"limit\" a number from 1 to 1000.");
    }
    Long after = body.getLong("after");
    return database
        .execute(
            command.actor().subject(),
            EventPage.SQL,
            EventPage.values(after == null ? 0 : after, body.getInteger("limit", DEFAULT_LIMIT)))
        .map(EventPage::of)
        .map(page -> requireKept(page, after).toJson());
  }

  /** Refuses an invalid position, because an empty page would mean that there are no new events. */
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
