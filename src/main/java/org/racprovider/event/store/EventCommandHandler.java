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
import org.racprovider.limits.CallerMemory;
import org.racprovider.limits.Reservation;

/** Executes the commands of {@link ProviderEvents} in PostgreSQL. */
public final class EventCommandHandler implements CommandHandlers {

  private static final CommandSchema READ_BODY =
      CommandSchema.load("event-commands.json#/$defs/read");

  private static final int DEFAULT_LIMIT = 100;

  /** The rows, and the buffer of the network. What decoded events cost is added. */
  private static final int COST_OF_BYTE = 2;

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
  private final CallerMemory memory;

  /**
   * @param memory for pages of events
   */
  public EventCommandHandler(DatabaseClient database, CallerMemory memory) {
    this.database = database;
    this.memory = memory;
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
    int limit = body.getInteger("limit", DEFAULT_LIMIT);
    Reservation reserved = new Reservation(memory, command.actor().subject());
    return page(
            command.actor().subject(), after == null ? 0 : after, limit, EventPage.BYTES, reserved)
        .map(page -> requireKept(page, after).toJson())
        .onComplete(replied -> reserved.release());
  }

  private Future<EventPage> page(
      String subject, long after, int limit, int bytes, Reservation reserved) {
    if (!reserved.tryResize((long) bytes * COST_OF_BYTE)) {
      return Future.failedFuture(Failure.unavailable());
    }
    return database
        .execute(subject, EventPage.SQL, EventPage.values(after, limit, bytes))
        .map(rows -> EventPage.of(rows, reserved::tryGrow))
        .compose(
            page ->
                page.isTooSmall()
                    ? page(subject, after, limit, page.nextBytes(), reserved)
                    : Future.succeededFuture(page));
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
