package org.racprovider.event.stream;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.Optional;
import java.util.function.Consumer;
import org.racprovider.bus.CommandClient;
import org.racprovider.bus.Failure;
import org.racprovider.config.Timings;
import org.racprovider.event.ProviderEvents;
import org.racprovider.event.consumer.EventConsumer;
import org.racprovider.event.consumer.PageTurns.Turn;
import org.racprovider.event.consumer.PositionStore;
import org.racprovider.event.consumer.PublishedEvents;
import org.racprovider.http.ApiRouter;
import org.racprovider.limits.JsonCost;

/** Serves one client of the bridge: its registration for events, and the messages it sends. */
final class BridgeSession {

  private static final int MAX_ADDRESS_LENGTH = 200;

  /** Four times the largest message, and some hundred values more than a client needs. */
  private static final int MAX_MESSAGE_COST = 512 << 10;

  /** Clients use UUIDs as reply addresses. */
  private static final int MAX_REPLY_ADDRESS_LENGTH = 36;

  private final Vertx vertx;
  private final CommandClient commands;
  private final Timings timings;
  private final StreamTurns turns;
  private final PublishedEvents published;
  private final Consumer<BridgeSession> onClose;
  private final BridgeSocket socket;
  private final BridgeAdmission admission;
  private EventConsumer consumer;
  private Future<Void> registered = Future.succeededFuture();
  private Future<Void> lastReply = Future.succeededFuture();

  /**
   * @param onClose is run once, when either side closes the socket
   */
  BridgeSession(
      Vertx vertx,
      ApiRouter router,
      CommandClient commands,
      Timings timings,
      StreamTurns turns,
      PublishedEvents published,
      SockJSSocket socket,
      Consumer<BridgeSession> onClose) {
    this.vertx = vertx;
    this.commands = commands;
    this.timings = timings;
    this.turns = turns;
    this.published = published;
    this.onClose = onClose;
    this.socket =
        new BridgeSocket(
            vertx, socket, router.unreadOutput(socket.routingContext()), timings, this::closed);
    this.admission = new BridgeAdmission(router, socket.routingContext(), this.socket);
    socket.handler(this::receive);
  }

  void close() {
    socket.close();
  }

  private void closed() {
    unregister();
    onClose.accept(this);
  }

  private void receive(Buffer data) {
    if (socket.isClosed()) {
      return;
    }
    if (JsonCost.of(data) > MAX_MESSAGE_COST) {
      refuse("rejected");
      return;
    }
    try {
      handle(BridgeMessage.of(new JsonObject(data)));
    } catch (DecodeException invalid) {
      refuse("invalid_json");
    }
  }

  private void handle(BridgeMessage message) {
    if (message.type() == null) {
      refuse("missing_type");
    } else if (message.type().equals("ping")) {
      socket.pinged();
    } else if (message.address() == null) {
      refuse("missing_address");
    } else {
      handleAddressed(message);
    }
  }

  private void handleAddressed(BridgeMessage message) {
    switch (message.type()) {
      case "register" -> admission.run(message, () -> register(message.address()));
      case "unregister" -> unregister(message.address());
      case "send" -> send(message);
      case "publish" -> refuse("rejected");
      default -> refuse("invalid_type");
    }
  }

  /** Returns a completed future, because a refusal is not active. */
  private Future<Void> refuse(String reason) {
    socket.write(BridgeMessage.refused(reason));
    return Future.succeededFuture();
  }

  private Future<?> register(String address) {
    if (address.length() > MAX_ADDRESS_LENGTH) {
      return refuse("max_address_length_reached");
    }
    if (!address.equals(ProviderEvents.PUBLISHED)) {
      return refuse("access_denied");
    }
    return consumer == null ? consume() : refuse("address_already_registered");
  }

  /** Sends the events that are published from now on, as fast as the client reads them. */
  private Future<Void> consume() {
    EventConsumer events =
        new EventConsumer(
            vertx,
            PositionStore.startingAfter(this::newest),
            event -> socket.writeEvent(BridgeMessage.received(ProviderEvents.PUBLISHED, event)),
            timings,
            Optional.of(turns.of(admission.actor())),
            published);
    consumer = events;
    registered = events.start();
    // The registration stays active while it starts, even if the client unregisters meanwhile.
    return registered.transform(started -> events.ended().onFailure(this::end));
  }

  private Future<Long> newest() {
    return read(new JsonObject().put("limit", 1)).map(page -> page.getLong("newest"));
  }

  private void end(Throwable cause) {
    socket
        .write(BridgeMessage.failed(ProviderEvents.PUBLISHED, cause))
        .onComplete(ignored -> socket.close());
  }

  private void unregister(String address) {
    if (address.equals(ProviderEvents.PUBLISHED)) {
      unregister();
    } else {
      refuse("access_denied");
    }
  }

  private void unregister() {
    if (consumer != null) {
      consumer.stop();
      consumer = null;
    }
  }

  /** Refuses messages without a reply address, because nothing would limit their number. */
  private void send(BridgeMessage message) {
    if (message.replyAddress() == null) {
      refuse("rejected");
    } else {
      admission.run(message, () -> replyInTurn(message));
    }
  }

  /**
   * A registration is complete before the server replies to a later message. Replies are read one
   * after the other, each when the client has taken what was sent before.
   */
  private Future<?> replyInTurn(BridgeMessage message) {
    String replyAddress = message.replyAddress();
    if (replyAddress.length() > MAX_REPLY_ADDRESS_LENGTH) {
      return refuse("invalid_reply_address");
    }
    if (!message.address().equals(ProviderEvents.READ)) {
      return refuse("access_denied");
    }
    lastReply =
        Future.join(registered, lastReply)
            .transform(ignored -> socket.room())
            .compose(ignored -> turns.of(admission.actor()).next())
            .compose(turn -> reply(message, turn).onComplete(ignored -> turn.end()))
            .mapEmpty();
    return lastReply;
  }

  private Future<JsonObject> reply(BridgeMessage message, Turn turn) {
    String replyAddress = message.replyAddress();
    Future<JsonObject> reply =
        socket.isClosed() ? Future.failedFuture("The socket is closed") : read(message.body());
    return reply
        .compose(page -> turn.tryHold(page) ? reply : Future.failedFuture(Failure.unavailable()))
        .onComplete(
            page -> socket.write(BridgeMessage.received(replyAddress, page)),
            cause -> socket.write(BridgeMessage.failed(replyAddress, cause)));
  }

  private Future<JsonObject> read(JsonObject body) {
    return commands.request(ProviderEvents.READ, body, admission.actor());
  }
}
