package org.racprovider.event.stream;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.bridge.BridgeEventType;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.handler.sockjs.BridgeEvent;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.vertx.ext.web.handler.sockjs.impl.EventBusBridgeImpl;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.racprovider.auth.Caller;
import org.racprovider.auth.Permission;
import org.racprovider.bus.Failure;
import org.racprovider.event.ProviderEvents;
import org.racprovider.http.ApiRouter;
import org.racprovider.http.RouteGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /eventbus/}: the event bus for clients that are not on it, by WebSocket. They may listen
 * to {@link ProviderEvents#PUBLISHED} and send {@link ProviderEvents#READ}; each such message
 * carries the header {@code Authorization}, because browsers can send none with a WebSocket. A
 * socket ends when its last token does, and 10 s after it was opened without one.
 */
public final class EventBridge implements RouteGroup {

  private static final Logger LOG = LoggerFactory.getLogger(EventBridge.class);

  private static final long PATIENCE_SECONDS = 10;
  private static final long REPLY_MILLIS = 5000;
  private static final List<String> TRANSPORTS_NOT_OFFERED =
      List.of("XHR", "EVENT_SOURCE", "HTML_FILE", "JSON_P");

  /** A registration, and what is asked for at the same time. */
  private static final int MOST_HANDLERS = 4;

  private final Vertx vertx;
  private final Set<BridgeSocket> sockets = new HashSet<>();

  public EventBridge(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public void mount(ApiRouter router) {
    // A page for browsers without WebSocket would load the library from another host.
    SockJSHandlerOptions options = new SockJSHandlerOptions().setLibraryURL("data:,");
    TRANSPORTS_NOT_OFFERED.forEach(options::addDisabledTransport);
    // What SockJSHandler.bridge() would make, which takes no sockets of ours.
    var bridge = new EventBusBridgeImpl(vertx, null, permitted(), event -> decide(event, router));
    router.delegate(
        "/eventbus/",
        SockJSHandler.create(vertx, options)
            .socketHandler(socket -> bridge.handle(new BridgeSocket(vertx, socket))));
  }

  /** A server that stops would wait for them. */
  @Override
  public void close() {
    List.copyOf(sockets).forEach(BridgeSocket::close);
  }

  private static SockJSBridgeOptions permitted() {
    SockJSBridgeOptions options = new SockJSBridgeOptions();
    options.setMaxHandlersPerSocket(MOST_HANDLERS).setReplyTimeout(REPLY_MILLIS);
    options.addOutboundPermitted(new PermittedOptions().setAddress(ProviderEvents.PUBLISHED));
    options.addInboundPermitted(new PermittedOptions().setAddress(ProviderEvents.READ));
    return options;
  }

  private void decide(BridgeEvent event, ApiRouter router) {
    BridgeSocket socket = (BridgeSocket) event.socket();
    switch (event.type()) {
      case REGISTER, SEND ->
          router
              .authenticate(authorization(event.getRawMessage()))
              .map(caller -> admits(socket, caller, event, router))
              .otherwise(EventBridge::refuses)
              .onSuccess(event::tryComplete);
      case SOCKET_CREATED -> event.tryComplete(opened(socket));
      case SOCKET_CLOSED -> event.tryComplete(closed(socket));
      case RECEIVE -> event.tryComplete(takes(socket, event.getRawMessage()));
      case PUBLISH -> event.tryComplete(false);
      case SOCKET_ERROR -> {
        socket.close();
        event.tryComplete(true);
      }
      default -> event.tryComplete(true);
    }
  }

  private boolean opened(BridgeSocket socket) {
    socket.endAt(Instant.now().plusSeconds(PATIENCE_SECONDS));
    return sockets.add(socket);
  }

  private boolean closed(BridgeSocket socket) {
    socket.closed();
    sockets.remove(socket);
    return true;
  }

  private boolean admits(BridgeSocket socket, Caller caller, BridgeEvent event, ApiRouter router) {
    JsonObject message = event.getRawMessage();
    if (!sockets.contains(socket)
        || !caller.may(Permission.VIEW_RAC_PROVIDER)
        || !isCounted(event)
        || !belongs(socket, caller.subject(), router)) {
      return false;
    }
    socket.endAt(caller.validUntil());
    // The token stays here.
    message.put("headers", new JsonObject().put("subject", caller.subject()));
    return true;
  }

  private static boolean refuses(Throwable cause) {
    if (!(cause instanceof Failure)) {
      LOG.atError().setCause(cause).log("A message of the bridge was not understood");
    }
    return false;
  }

  /** What wants no answer is sent however much of it there is. */
  private static boolean isCounted(BridgeEvent event) {
    return event.type() == BridgeEventType.REGISTER
        || event.getRawMessage().getValue("replyAddress") != null;
  }

  /** A socket takes the place of one of its caller's streams, from its first token on. */
  private static boolean belongs(BridgeSocket socket, String subject, ApiRouter router) {
    if (socket.subject() == null) {
      router.admitStream(socket.routingContext(), subject);
      socket.belongTo(subject);
    }
    return socket.subject().equals(subject);
  }

  private static String authorization(JsonObject message) {
    return message.getValue("headers") instanceof JsonObject headers
            && headers.getValue("Authorization") instanceof String authorization
        ? authorization
        : null;
  }

  private static boolean takes(BridgeSocket socket, JsonObject message) {
    return ProviderEvents.PUBLISHED.equals(message.getString("address"))
        ? socket.takesEvent()
        : socket.takesAnswer();
  }
}
