package org.racprovider.event.consumer;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.racprovider.event.ProviderEvents;

/**
 * The published events, for all consumers of one event loop. The bus copies an event for each of
 * its own consumers, all at once; these consumers share one copy, which none of them may change.
 */
public final class PublishedEvents {

  private final Vertx vertx;
  private final Set<Handler<JsonObject>> handlers = new LinkedHashSet<>();
  private MessageConsumer<JsonObject> messages;

  public PublishedEvents(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Completes when the handler gets every event that is published. */
  Future<Void> add(Handler<JsonObject> handler) {
    if (handlers.isEmpty()) {
      messages = vertx.eventBus().consumer(ProviderEvents.PUBLISHED, event -> pass(event.body()));
    }
    handlers.add(handler);
    return messages.completion();
  }

  /** The relay reads no events for this node while there are no handlers. */
  void remove(Handler<JsonObject> handler) {
    if (handlers.remove(handler) && handlers.isEmpty()) {
      messages.unregister();
    }
  }

  /** Handlers may be removed meanwhile, also by another one. */
  private void pass(JsonObject event) {
    List.copyOf(handlers).stream()
        .filter(handlers::contains)
        .forEach(handler -> handler.handle(event));
  }
}
