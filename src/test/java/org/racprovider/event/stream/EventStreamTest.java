package org.racprovider.event.stream;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.racprovider.bus.Actor;
import org.racprovider.config.Timings;
import org.racprovider.event.ProviderEvents;
import org.racprovider.event.consumer.PageTurns;
import org.racprovider.event.consumer.PublishedEvents;
import org.racprovider.limits.CallerMemory;
import org.racprovider.support.Memory;

@ExtendWith(VertxExtension.class)
class EventStreamTest {

  @Test
  void doesNotStartIfTheClientHasLeft(Vertx vertx) throws IOException {
    // Given
    RoutingContext left = requestOfAClientThatLeaves(vertx);

    // When
    EventStream stream =
        new EventStream(
            vertx,
            0,
            Instant.now().plusSeconds(60),
            Timings.DEFAULT,
            turns(vertx),
            new PublishedEvents(vertx));
    Promise<Void> sent = Promise.promise();
    left.vertx()
        .runOnContext(
            ignored -> {
              stream.send(left);
              sent.complete();
            });
    sent.future().await();

    // Then
    vertx.timer(200).await();
    assertThatThrownBy(
            () -> vertx.eventBus().request(ProviderEvents.PUBLISHED, new JsonObject()).await())
        .hasMessageContaining("No handlers");
  }

  private static PageTurns turns(Vertx vertx) {
    CallerMemory memory = Memory.pages();
    return new StreamTurns(vertx, memory, 1).of(new Actor("caller", "request"));
  }

  private RoutingContext requestOfAClientThatLeaves(Vertx vertx) throws IOException {
    Promise<Void> arrived = Promise.promise();
    Promise<RoutingContext> left = Promise.promise();
    Router router = Router.router(vertx);
    router
        .route()
        .handler(
            context -> {
              context.response().closeHandler(ignored -> left.complete(context));
              arrived.complete();
            });
    HttpServer server =
        vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").await();
    try (Socket socket = new Socket("127.0.0.1", server.actualPort())) {
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      arrived.future().await();
    }
    return left.future().await();
  }
}
