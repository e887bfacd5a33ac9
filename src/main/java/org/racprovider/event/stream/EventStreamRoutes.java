package org.racprovider.event.stream;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import org.racprovider.auth.Permission;
import org.racprovider.bus.CommandClient;
import org.racprovider.bus.Failure;
import org.racprovider.config.Timings;
import org.racprovider.event.ProviderEvents;
import org.racprovider.event.consumer.PublishedEvents;
import org.racprovider.http.ApiRequest;
import org.racprovider.http.ApiResponse;
import org.racprovider.http.ApiRouter;
import org.racprovider.http.Resource;
import org.racprovider.http.RouteGroup;

/**
 * {@code /providers/rac/events/}: the feed as Server-Sent Events. Each Server-Sent Event has the
 * event's position as {@code id}, its type as {@code event}, and the event of {@link
 * ProviderEvents} as {@code data}. With {@code Last-Event-ID} the stream begins after that event;
 * without it, the stream begins with the next event that is published. If the requested events were
 * deleted, the stream ends with an event {@code gone}.
 */
public final class EventStreamRoutes implements RouteGroup {

  public static final String PATH = "/providers/rac/events/";

  private final Vertx vertx;
  private final CommandClient commands;
  private final Timings timings;
  private final StreamTurns turns;
  private final PublishedEvents published;

  /**
   * @param turns shared by all event loops
   * @param published of the event loop of these routes
   */
  public EventStreamRoutes(
      Vertx vertx,
      CommandClient commands,
      Timings timings,
      StreamTurns turns,
      PublishedEvents published) {
    this.vertx = vertx;
    this.commands = commands;
    this.timings = timings;
    this.turns = turns;
    this.published = published;
  }

  @Override
  public void mount(ApiRouter router) {
    router.mount(
        PATH,
        Resource.rendering("text/event-stream", "RAC Provider Events")
            .on(HttpMethod.GET, Permission.VIEW_RAC_PROVIDER, this::open));
  }

  private Future<ApiResponse> open(ApiRequest request) {
    String last = request.header("Last-Event-ID");
    Future<Long> after = last == null ? newest(request) : Future.succeededFuture(position(last));
    return after.map(
        position ->
            new EventStream(
                vertx,
                position,
                request.caller().validUntil(),
                timings,
                turns.of(request.actor()),
                published));
  }

  private Future<Long> newest(ApiRequest request) {
    return commands
        .<JsonObject>request(ProviderEvents.READ, new JsonObject().put("limit", 1), request.actor())
        .map(page -> page.getLong("newest"));
  }

  private static long position(String id) {
    if (!id.matches("[0-9]{1,18}")) {
      throw Failure.of(Failure.Kind.INVALID, "Last-Event-ID must be the id of an event.");
    }
    return Long.parseLong(id);
  }
}
