package org.racprovider.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(VertxExtension.class)
class CommandClientTest {

  private static final String ADDRESS = "test.command";

  private Vertx vertx;
  private CommandServer server;

  @BeforeEach
  void createServer(Vertx vertx) {
    this.vertx = vertx;
    this.server = new CommandServer(vertx.eventBus(), new SimpleMeterRegistry(), cause -> cause);
  }

  @Test
  void returnsTheReply() {
    // Given
    server
        .serve(
            ADDRESS, command -> Future.succeededFuture(command.body().put("by", subject(command))))
        .await();

    // Then
    assertThat(request()).isEqualTo(new JsonObject("{\"a\":1,\"by\":\"me\"}"));
  }

  @ParameterizedTest
  @EnumSource(Failure.Kind.class)
  void keepsTheKindAndTheBodyOfAFailure(Failure.Kind kind) {
    // Given
    server
        .serve(ADDRESS, command -> Future.failedFuture(Failure.withBody(kind, "{\"x\":[1]}")))
        .await();

    // When
    Failure failure = failure();

    // Then
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.body()).isEqualTo("{\"x\":[1]}");
  }

  @Test
  void isUnavailableWithoutAHandler() {
    assertThat(failure().kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
  }

  @Test
  void hasAnUnknownOutcomeAfterATimeout() {
    // Given
    server.serve(ADDRESS, command -> Promise.promise().future()).await();

    // When
    CommandClient client = client(Duration.ofMillis(200));
    Failure failure = catchThrowableOfType(Failure.class, () -> request(client));

    // Then
    assertThat(failure.kind()).isEqualTo(Failure.Kind.OUTCOME_UNKNOWN);
  }

  private CommandClient client(Duration timeout) {
    return new CommandClient(vertx.eventBus(), timeout);
  }

  private Failure failure() {
    return catchThrowableOfType(Failure.class, this::request);
  }

  private JsonObject request() {
    return request(client(Duration.ofSeconds(10)));
  }

  private static JsonObject request(CommandClient client) {
    return client
        .<JsonObject>request(ADDRESS, new JsonObject().put("a", 1), new Actor("me", "r1"))
        .await();
  }

  private static String subject(Command command) {
    return command.actor().subject();
  }
}
