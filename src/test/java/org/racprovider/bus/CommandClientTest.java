package org.racprovider.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CommandClientTest {

  private static final String ADDRESS = "test.command";

  private final Vertx vertx = Vertx.vertx();
  private final CommandServer server =
      new CommandServer(vertx.eventBus(), new SimpleMeterRegistry(), cause -> cause);
  private final CommandClient client = client(Duration.ofSeconds(10));

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void givesTheReply() {
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
  void nobodyThereIsNotDone() {
    assertThat(failure().kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
  }

  @Test
  void silenceIsAnUnknownOutcome() {
    // Given
    server.serve(ADDRESS, command -> Promise.promise().future()).await();

    // When
    CommandClient impatient = client(Duration.ofMillis(200));
    Failure failure = catchThrowableOfType(Failure.class, () -> request(impatient));

    // Then
    assertThat(failure.kind()).isEqualTo(Failure.Kind.OUTCOME_UNKNOWN);
  }

  private CommandClient client(Duration patience) {
    return new CommandClient(vertx.eventBus(), patience);
  }

  private Failure failure() {
    return catchThrowableOfType(Failure.class, this::request);
  }

  private JsonObject request() {
    return request(client);
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
