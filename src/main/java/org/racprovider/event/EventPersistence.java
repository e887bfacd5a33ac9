package org.racprovider.event;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.racprovider.bus.Command;
import org.racprovider.bus.CommandHandlers;
import org.racprovider.bus.CommandServer;
import org.racprovider.bus.Failure;
import org.racprovider.db.DatabaseClient;
import org.racprovider.db.SqlFailures;

/** Answers {@link ProviderEvents#READ} from PostgreSQL. */
public final class EventPersistence implements CommandHandlers {

  private static final int LARGEST_PAGE = 1000;
  private static final int USUAL_PAGE = 100;

  private record Request(Long after, int limit) {}

  private final DatabaseClient database;

  public EventPersistence(DatabaseClient database) {
    this.database = database;
  }

  @Override
  public Future<?> register(CommandServer server) {
    return server.serve(ProviderEvents.READ, this::read);
  }

  private Future<JsonObject> read(Command command) {
    Request request = request(command.body());
    long after = request.after() == null ? 0 : request.after();
    return database
        .execute(EventPage.SQL, EventPage.values(after, request.limit()))
        .map(EventPage::of)
        .map(page -> requireKept(page, request.after()).toJson())
        .recover(cause -> Future.failedFuture(SqlFailures.translate(cause)));
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
