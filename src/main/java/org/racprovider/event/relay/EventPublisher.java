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

  private static final long PATIENCE_MILLIS = 1000;

  private final MessageProducer<JsonObject> producer;

  EventPublisher(EventBus bus) {
    this.producer = bus.publisher(ProviderEvents.PUBLISHED);
  }

  /** Publishes events in their order; says whether anybody was there to hear the first. */
  Future<Boolean> publish(List<JsonObject> events) {
    Future<Boolean> heard = Future.succeededFuture(false);
    for (int i = 0; i < events.size(); i++) {
      Future<Void> written = producer.write(events.get(i));
      heard =
          i == 0
              ? written
                  .timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                  .map(true)
                  .otherwise(EventPublisher::isHeard)
              : heard;
    }
    return heard;
  }

  /** A node that cannot be reached is still one that listens. */
  private static boolean isHeard(Throwable cause) {
    return !(cause instanceof ReplyException reply
        && reply.failureType() == ReplyFailure.NO_HANDLERS);
  }
}
