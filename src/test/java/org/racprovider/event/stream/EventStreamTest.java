package org.racprovider.event.stream;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.racprovider.config.Timings;
import org.racprovider.event.ProviderEvents;

class EventStreamTest {

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void beginsNothingWhenTheClientHasLeft() throws IOException {
    // Given
    RoutingContext left = requestOfAClientThatLeaves();

    // When
    EventStream stream = new EventStream(vertx, 0, Instant.now().plusSeconds(60), Timings.DEFAULT);
    Promise<Void> sent = Promise.promise();
    left.vertx()
        .runOnContext(
            now -> {
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

  private RoutingContext requestOfAClientThatLeaves() throws IOException {
    Promise<RoutingContext> left = Promise.promise();
    Router router = Router.router(vertx);
    router
        .route()
        .handler(context -> context.response().closeHandler(gone -> left.complete(context)));
    HttpServer server =
        vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").await();
    try (Socket socket = new Socket("127.0.0.1", server.actualPort())) {
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      vertx.timer(200).await();
    }
    return left.future().await();
  }
}
