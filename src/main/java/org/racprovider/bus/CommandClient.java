package org.racprovider.bus;

import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * Sends commands. It prefers the handler of this node, so that a node does not depend on others. If
 * a command is refused, not delivered or not answered in time, it fails with a {@link Failure}.
 */
public final class CommandClient {

  private final EventBus bus;
  private final Duration timeout;

  public CommandClient(EventBus bus, Duration timeout) {
    this.bus = bus;
    this.timeout = timeout;
  }

  /** Sends a command and returns the body of the reply. */
  public <T> Future<T> request(String address, JsonObject body, Actor actor) {
    DeliveryOptions options =
        actor.addTo(new DeliveryOptions().setSendTimeout(timeout.toMillis()).setLocalOnly(true));
    return bus.<T>request(address, body, options)
        .recover(
            cause ->
                hasNoHandler(cause)
                    ? bus.request(address, body, options.setLocalOnly(false))
                    : Future.failedFuture(cause))
        .map(Message::body)
        .recover(cause -> Future.failedFuture(failure(cause)));
  }

  private static boolean hasNoHandler(Throwable cause) {
    return cause instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS;
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
