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
  private static final List<String> TRANSPORTS_NOT_OFFERED =
      List.of("XHR", "EVENT_SOURCE", "HTML_FILE", "JSON_P");

  private final Vertx vertx;
  private final Map<SockJSSocket, Long> ends = new HashMap<>();

  public EventBridge(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public void mount(ApiRouter router) {
    SockJSHandlerOptions options = new SockJSHandlerOptions();
    TRANSPORTS_NOT_OFFERED.forEach(options::addDisabledTransport);
    router.delegate(
        "/eventbus/",
        SockJSHandler.create(vertx, options).bridge(permitted(), event -> decide(event, router)));
  }

  private static SockJSBridgeOptions permitted() {
    SockJSBridgeOptions options = new SockJSBridgeOptions().setMaxHandlersPerSocket(16);
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
      case SOCKET_CREATED -> endAt(event.socket(), Instant.now().plusSeconds(PATIENCE_SECONDS));
      case SOCKET_CLOSED -> forget(event.socket());
      case RECEIVE -> {
        return keepsUp(event.socket());
      }
      case PUBLISH -> {
        return false;
      }
      default -> {}
    }
    return true;
  }

  private boolean admit(BridgeEvent event, Caller caller) {
    boolean isOpen = ends.containsKey(event.socket());
    if (!isOpen || !caller.may(Permission.VIEW_RAC_PROVIDER)) {
      return false;
    }
    endAt(event.socket(), caller.validUntil());
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

  /** What a slow client cannot take it reads again when it comes back; here it would pile up. */
  private static boolean keepsUp(SockJSSocket socket) {
    if (socket.writeQueueFull()) {
      socket.close();
      return false;
    }
    return true;
  }

  private void endAt(SockJSSocket socket, Instant end) {
    forget(socket);
    ends.put(socket, vertx.setTimer(Expiry.millisUntil(end), ended -> socket.close()));
  }

  private void forget(SockJSSocket socket) {
    Long timer = ends.remove(socket);
    if (timer != null) {
      vertx.cancelTimer(timer);
    }
  }
}
