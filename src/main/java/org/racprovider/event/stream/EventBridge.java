package org.racprovider.event.stream;

import io.vertx.core.Vertx;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.racprovider.bus.CommandClient;
import org.racprovider.config.Timings;
import org.racprovider.event.ProviderEvents;
import org.racprovider.event.consumer.PublishedEvents;
import org.racprovider.http.ApiRouter;
import org.racprovider.http.RouteGroup;

/**
 * {@code /eventbus/}: events by WebSocket, in the protocol of the Vert.x event-bus bridge. Clients
 * may register for {@link ProviderEvents#PUBLISHED} and send {@link ProviderEvents#READ}. Each such
 * message carries the token in its header {@code Authorization}, because browsers cannot send
 * headers when they open a WebSocket. A socket is closed when its latest token expires, or when no
 * token arrives in time.
 */
public final class EventBridge implements RouteGroup {

  private static final String PATH = "/eventbus/";
  private static final List<String> DISABLED_TRANSPORTS =
      List.of("XHR", "EVENT_SOURCE", "HTML_FILE", "JSON_P");

  private final Vertx vertx;
  private final CommandClient commands;
  private final Timings timings;
  private final StreamTurns turns;
  private final PublishedEvents published;
  private final Set<BridgeSession> sessions = new HashSet<>();

  /**
   * @param turns shared by all event loops
   * @param published of the event loop of these routes
   */
  public EventBridge(
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
    // The library's page for browsers without WebSocket would load a script from another host.
    SockJSHandlerOptions options = new SockJSHandlerOptions().setLibraryURL("data:,");
    DISABLED_TRANSPORTS.forEach(options::addDisabledTransport);
    router.delegate(
        PATH, SockJSHandler.create(vertx, options).socketHandler(socket -> open(socket, router)));
  }

  /** Closes all sockets, because the shutdown of the HTTP server waits for them. */
  @Override
  public void close() {
    List.copyOf(sessions).forEach(BridgeSession::close);
  }

  private void open(SockJSSocket socket, ApiRouter router) {
    sessions.add(
        new BridgeSession(
            vertx, router, commands, timings, turns, published, socket, sessions::remove));
  }
}
