package org.racprovider.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(VertxExtension.class)
class CommandServerTest {

  private static final String ADDRESS = "test.command";
  private static final DeliveryOptions FROM_ME =
      new DeliveryOptions().addHeader("subject", "me").addHeader("request-id", "r1");

  private Vertx vertx;
  private CommandServer server;

  @BeforeEach
  void createServer(Vertx vertx) {
    this.vertx = vertx;
    this.server =
        new CommandServer(
            vertx.eventBus(), new SimpleMeterRegistry(), CommandServerTest::translate);
  }

  @Test
  void passesBodyAndActorToTheHandler() {
    // Given
    serve(
        command ->
            Future.succeededFuture(
                new JsonObject()
                    .put("body", command.body())
                    .put("subject", command.actor().subject())
                    .put("request_id", command.actor().requestId())));

    // Then
    assertThat(send(new JsonObject().put("a", 1), FROM_ME))
        .isEqualTo(new JsonObject("{\"body\":{\"a\":1},\"subject\":\"me\",\"request_id\":\"r1\"}"));
    assertThat(((JsonObject) send(new JsonObject(), new DeliveryOptions())).getString("subject"))
        .isEqualTo("unknown");
  }

  static Stream<Arguments> brokenHandlers() {
    return Stream.of(
        broken("throws", command -> thrown(new IllegalStateException("secret"))),
        broken("overflows", command -> thrown(new StackOverflowError("secret"))),
        broken("fails", command -> Future.failedFuture(new RuntimeException("secret"))),
        broken("fails without a message", command -> Future.failedFuture((String) null)),
        broken("returns no future", command -> null),
        broken(
            "replies with a type that has no codec",
            command -> Future.succeededFuture(new Object())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenHandlers")
  void failsTheCommandWhenTheHandlerFailsUnexpectedly(
      String name, Function<Command, Future<?>> handler) {
    // Given
    serve(handler);

    // When
    ReplyException refused = refusal(new JsonObject());

    // Then
    assertThat(refused.failureType()).isEqualTo(ReplyFailure.RECIPIENT_FAILURE);
    assertThat(refused.failureCode()).isEqualTo(500);
    assertThat(refused.getMessage())
        .isEqualTo("{\"detail\":\"Internal server error. Request id: r1.\"}");
  }

  static Stream<Arguments> otherBodies() {
    return Stream.of("text", 7, true, new JsonArray(), null).map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("otherBodies")
  void refusesBodiesThatAreNotObjects(Object body) {
    // Given
    serve(command -> Future.succeededFuture(new JsonObject()));

    // When
    ReplyException refused = refusal(body);

    // Then
    assertThat(refused.failureCode()).isEqualTo(400);
    assertThat(refused.getMessage())
        .isEqualTo("{\"detail\":\"The body of a command must be a JSON object.\"}");
  }

  @Test
  void sendsFailuresToTheClient() {
    // Given
    Failure failure = Failure.withBody(Failure.Kind.INVALID, "{\"name\":[\"taken\"]}");
    serve(command -> thrown(failure));

    // When
    ReplyException refused = refusal(new JsonObject());

    // Then
    assertThat(refused.failureCode()).isEqualTo(400);
    assertThat(refused.getMessage()).isEqualTo("{\"name\":[\"taken\"]}");
  }

  @Test
  void translatesTheCauseOfAFailure() {
    // Given
    serve(command -> Future.failedFuture(new TimeoutException()));

    // When
    ReplyException refused = refusal(new JsonObject());

    // Then
    assertThat(refused.failureCode()).isEqualTo(504);
  }

  @Test
  void receivesNothingAfterItIsClosed() {
    // Given
    serve(command -> Future.succeededFuture(new JsonObject()));

    // When
    server.close().await();

    // Then
    assertThat(refusal(new JsonObject()).failureType()).isEqualTo(ReplyFailure.NO_HANDLERS);
  }

  private static Throwable translate(Throwable cause) {
    return cause instanceof TimeoutException ? Failure.outcomeUnknown() : cause;
  }

  private void serve(Function<Command, ? extends Future<?>> handler) {
    server.serve(ADDRESS, handler).await();
  }

  private Object send(Object body, DeliveryOptions options) {
    return vertx.eventBus().request(ADDRESS, body, options.setSendTimeout(20_000)).await().body();
  }

  private ReplyException refusal(Object body) {
    return catchThrowableOfType(ReplyException.class, () -> send(body, FROM_ME));
  }

  private static <T> Future<T> thrown(RuntimeException exception) {
    throw exception;
  }

  private static <T> Future<T> thrown(Error error) {
    throw error;
  }

  private static Arguments broken(String name, Function<Command, Future<?>> handler) {
    return Arguments.of(name, handler);
  }
}
