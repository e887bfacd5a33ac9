package org.racprovider.bus;

import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** Sends commands; a refused, unanswered or undeliverable one fails with a {@link Failure}. */
public final class CommandClient {

  private final EventBus bus;
  private final Duration timeout;

  public CommandClient(EventBus bus, Duration timeout) {
    this.bus = bus;
    this.timeout = timeout;
  }

  /** Sends a command and gives its JSON reply. */
  public <T> Future<T> request(String address, JsonObject body, Actor actor) {
    DeliveryOptions options = new DeliveryOptions().setSendTimeout(timeout.toMillis());
    return bus.<T>request(address, body, actor.addTo(options))
        .map(Message::body)
        .recover(cause -> Future.failedFuture(failure(cause)));
  }

  private static Throwable failure(Throwable cause) {
    if (!(cause instanceof ReplyException reply)) {
      return cause;
    }
    return switch (reply.failureType()) {
      case RECIPIENT_FAILURE ->
          Failure.withBody(Failure.Kind.of(reply.failureCode()), reply.getMessage());
      case NO_HANDLERS -> Failure.unavailable();
      case TIMEOUT -> Failure.outcomeUnknown();
      case ERROR -> cause;
    };
  }
}
