package org.racprovider.event.stream;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import org.racprovider.auth.Permission;
import org.racprovider.bus.CommandClient;
import org.racprovider.bus.Failure;
import org.racprovider.event.ProviderEvents;
import org.racprovider.http.ApiRequest;
import org.racprovider.http.ApiResponse;
import org.racprovider.http.ApiRouter;
import org.racprovider.http.Resource;
import org.racprovider.http.RouteGroup;

/**
 * {@code /providers/rac/events/}: the feed as Server-Sent Events. Each has the event's position as
 * {@code id}, its type as {@code event}, and the event of {@link ProviderEvents} as {@code data}.
 * {@code Last-Event-ID} says where to go on; without it the stream begins with what comes next. An
 * event {@code gone} says that what was asked for is no longer kept, and ends the stream.
 */
public final class EventStreamRoutes implements RouteGroup {

  public static final String PATH = "/providers/rac/events/";

  private final Vertx vertx;
  private final CommandClient commands;

  public EventStreamRoutes(Vertx vertx, CommandClient commands) {
    this.vertx = vertx;
    this.commands = commands;
  }

  @Override
  public void mount(ApiRouter router) {
    router.mount(
        PATH,
        Resource.rendering("text/event-stream", "RAC Provider Events")
            .on(HttpMethod.GET, Permission.VIEW_RAC_PROVIDER, this::open));
  }

  private Future<ApiResponse> open(ApiRequest call) {
    String last = call.header("Last-Event-ID");
    Future<Long> after = last == null ? newest(call) : Future.succeededFuture(position(last));
    return after.map(position -> new EventStream(vertx, position, call.caller().validUntil()));
  }

  private Future<Long> newest(ApiRequest call) {
    return commands
        .<JsonObject>request(ProviderEvents.READ, new JsonObject().put("limit", 1), call.actor())
        .map(page -> page.getLong("newest"));
  }

  private static long position(String id) {
    if (!id.matches("[0-9]{1,18}")) {
      throw Failure.of(Failure.Kind.INVALID, "Last-Event-ID must be the id of an event.");
    }
    return Long.parseLong(id);
  }
}
