package org.racprovider.bus;

import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;

/** A message on the event bus that requests an operation. */
public record Command(JsonObject body, Actor actor) {

  static Command of(Message<?> message) {
    if (message.body() instanceof JsonObject body) {
      return new Command(body, Actor.of(message.headers()));
    }
    throw Failure.of(Failure.Kind.INVALID, "The body of a command must be a JSON object.");
  }
}
