package org.racprovider.event.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.racprovider.event.ProviderEvents;

@ExtendWith(VertxExtension.class)
class PublishedEventsTest {

  private final List<JsonObject> received = new CopyOnWriteArrayList<>();
  private final Handler<JsonObject> first = received::add;
  private final Handler<JsonObject> second = received::add;
  private Vertx vertx;
  private Context context;
  private PublishedEvents published;

  @BeforeEach
  void takeVertx(Vertx injected) {
    vertx = injected;
    context = vertx.getOrCreateContext();
    published = new PublishedEvents(vertx);
  }

  @Test
  void passesOneCopyOfAnEventToAllHandlers() {
    add(first);
    add(second);
    publish(1);
    await().until(() -> received.size() == 2);
    assertThat(received.get(0)).isSameAs(received.get(1));
  }

  @Test
  void listensWhileThereAreHandlers() {
    add(first);
    add(second);
    remove(first);
    publish(1);
    await().until(() -> received.size() == 1);
    remove(second);
    assertNobodyListens();
    add(first);
    publish(2);
    await().until(() -> received.size() == 2);
  }

  @Test
  void passesNothingToAHandlerThatAnotherOneRemoves() {
    Handler<JsonObject> removing =
        event -> {
          received.add(event);
          published.remove(first);
        };
    add(removing);
    add(first);
    add(second);
    publish(1);
    await().until(() -> received.size() == 2);
    publish(2);
    await().until(() -> received.size() == 4);
    assertThat(received).extracting(event -> event.getInteger("id")).containsExactly(1, 1, 2, 2);
  }

  @Test
  void ignoresHandlersThatWereNotAdded() {
    remove(first);
    assertNobodyListens();
  }

  private void add(Handler<JsonObject> handler) {
    Promise<Void> added = Promise.promise();
    context.runOnContext(ignored -> published.add(handler).onComplete(added));
    added.future().await();
  }

  private void remove(Handler<JsonObject> handler) {
    Future.<Void>future(
            removed ->
                context.runOnContext(
                    ignored -> {
                      published.remove(handler);
                      removed.complete();
                    }))
        .await();
  }

  private void publish(int id) {
    vertx.eventBus().publish(ProviderEvents.PUBLISHED, new JsonObject().put("id", id));
  }

  private void assertNobodyListens() {
    assertThatThrownBy(
            () -> vertx.eventBus().request(ProviderEvents.PUBLISHED, new JsonObject()).await())
        .hasMessageContaining("No handlers");
  }
}
