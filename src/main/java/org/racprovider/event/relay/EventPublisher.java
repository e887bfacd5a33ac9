package org.racprovider.event.relay;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageProducer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.racprovider.event.ProviderEvents;

/** Publishes events on the bus. */
final class EventPublisher {

  private static final long TIMEOUT_MILLIS = 1000;

  private final MessageProducer<JsonObject> producer;

  EventPublisher(EventBus bus) {
    this.producer = bus.publisher(ProviderEvents.PUBLISHED);
  }

  /** Publishes events in order; returns whether the first one had a listener. */
  Future<Boolean> publish(List<JsonObject> events) {
    List<Future<Void>> written = events.stream().map(producer::write).toList();
    return written.isEmpty()
        ? Future.succeededFuture(false)
        : written
            .get(0)
            .timeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
            .map(true)
            .otherwise(EventPublisher::hadListener);
  }

  /** A node that cannot be reached counts as a listener. */
  private static boolean hadListener(Throwable cause) {
    return !(cause instanceof ReplyException reply
        && reply.failureType() == ReplyFailure.NO_HANDLERS);
  }
}
