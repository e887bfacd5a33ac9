package org.racprovider.event;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.handler.sockjs.BridgeEvent;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.racprovider.http.ApiRouter;
import org.racprovider.http.Caller;
import org.racprovider.http.Feature;
import org.racprovider.http.Permission;

/**
 * {@code /eventbus/}: the event bus for clients that are not on it, by WebSocket. They may listen
 * to {@link ProviderEvents#PUBLISHED} and send {@link ProviderEvents#READ}; each such message
 * carries the header {@code Authorization}, because browsers can send none with a WebSocket. A
 * socket ends when its last token does, and 10 s after it was opened without one.
 */
public final class EventBridge implements Feature {

  private static final long PATIENCE_SECONDS = 10;
  private static final long REPLY_MILLIS = 5000;
  private static final List<String> TRANSPORTS_NOT_OFFERED =
      List.of("XHR", "EVENT_SOURCE", "HTML_FILE", "JSON_P");

  private final Vertx vertx;
  private final Map<SockJSSocket, BridgeSocket> sockets = new HashMap<>();

  public EventBridge(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public void mount(ApiRouter router) {
    // A page for browsers without WebSocket would load the library from another host.
    SockJSHandlerOptions options = new SockJSHandlerOptions().setLibraryURL("data:,");
    TRANSPORTS_NOT_OFFERED.forEach(options::addDisabledTransport);
    router.delegate(
        "/eventbus/",
        SockJSHandler.create(vertx, options).bridge(permitted(), event -> decide(event, router)));
  }

  private static SockJSBridgeOptions permitted() {
    SockJSBridgeOptions options = new SockJSBridgeOptions();
    options.setMaxHandlersPerSocket(16).setReplyTimeout(REPLY_MILLIS);
    options.addOutboundPermitted(new PermittedOptions().setAddress(ProviderEvents.PUBLISHED));
    options.addInboundPermitted(new PermittedOptions().setAddress(ProviderEvents.READ));
    return options;
  }

  private void decide(BridgeEvent event, ApiRouter router) {
    switch (event.type()) {
      case REGISTER, SEND ->
          router
              .authenticate(authorization(event.getRawMessage()))
              .onComplete(
                  caller -> event.tryComplete(admit(event, caller)),
                  refused -> event.tryComplete(false));
      default -> event.tryComplete(isAllowed(event));
    }
  }

  private boolean isAllowed(BridgeEvent event) {
    switch (event.type()) {
      case SOCKET_CREATED -> open(event.socket());
      case SOCKET_CLOSED -> forget(event.socket());
      case RECEIVE -> {
        return takes(event);
      }
      case PUBLISH -> {
        return false;
      }
      default -> {}
    }
    return true;
  }

  private boolean admit(BridgeEvent event, Caller caller) {
    BridgeSocket socket = sockets.get(event.socket());
    if (socket == null || !caller.may(Permission.VIEW_RAC_PROVIDER)) {
      return false;
    }
    socket.endAt(caller.validUntil());
    // The token stays here.
    event.getRawMessage().put("headers", new JsonObject().put("subject", caller.subject()));
    return true;
  }

  private static String authorization(JsonObject message) {
    return message.getValue("headers") instanceof JsonObject headers
            && headers.getValue("Authorization") instanceof String authorization
        ? authorization
        : null;
  }

  private boolean takes(BridgeEvent event) {
    BridgeSocket socket = sockets.get(event.socket());
    if (socket == null) {
      return false;
    }
    return ProviderEvents.PUBLISHED.equals(event.getRawMessage().getString("address"))
        ? socket.takesEvent()
        : socket.takesAnswer();
  }

  private void open(SockJSSocket opened) {
    BridgeSocket socket = new BridgeSocket(vertx, opened);
    socket.endAt(Instant.now().plusSeconds(PATIENCE_SECONDS));
    sockets.put(opened, socket);
  }

  private void forget(SockJSSocket closed) {
    BridgeSocket socket = sockets.remove(closed);
    if (socket != null) {
      socket.closed();
    }
  }
}
