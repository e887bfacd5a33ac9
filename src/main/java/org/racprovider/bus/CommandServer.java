package org.racprovider.bus;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves commands: every message is answered, with a JSON reply or with a reply failure whose code
 * is an HTTP status and whose message is the JSON error body, whatever the handler does or throws.
 */
public final class CommandServer {

  private static final Logger LOG = LoggerFactory.getLogger(CommandServer.class);

  private final EventBus bus;
  private final MeterRegistry registry;
  private final UnaryOperator<Throwable> translation;
  private final List<MessageConsumer<Object>> consumers = new ArrayList<>();

  /**
   * @param registry where the commands are counted
   * @param translation what a handler's failure means: a {@link Failure}, or the cause itself where
   *     it is unexpected
   */
  public CommandServer(EventBus bus, MeterRegistry registry, UnaryOperator<Throwable> translation) {
    this.bus = bus;
    this.registry = registry;
    this.translation = translation;
  }

  /** Answers the commands of one address; completes when they arrive. */
  public Future<Void> serve(String address, Function<Command, ? extends Future<?>> handler) {
    Timer answered = timer(address, "answered");
    Timer failed = timer(address, "failed");
    MessageConsumer<Object> consumer =
        bus.consumer(
            address,
            message -> {
              Timer.Sample sample = Timer.start();
              answer(message, handler)
                  .onComplete(done -> sample.stop(done.succeeded() ? answered : failed));
            });
    consumers.add(consumer);
    return consumer.completion();
  }

  /** Serves the commands of one address whose bodies are valid; refuses the others with 400. */
  public Future<Void> serve(
      String address, CommandSchema schema, Function<Command, ? extends Future<?>> handler) {
    return serve(
        address,
        command -> {
          schema.requireValid(command.body());
          return handler.apply(command);
        });
  }

  /** Stops answering. */
  public Future<Void> close() {
    return Future.join(consumers.stream().map(MessageConsumer::unregister).toList()).mapEmpty();
  }

  private Timer timer(String address, String outcome) {
    return registry.timer("rac.command", "address", address, "outcome", outcome);
  }

  private Future<Void> answer(
      Message<Object> message, Function<Command, ? extends Future<?>> handler) {
    return outcome(message, handler)
        .compose(reply -> reply(message, reply))
        .onFailure(cause -> fail(message, cause));
  }

  /** Fails where the reply is nothing that the bus can carry. */
  private static Future<Void> reply(Message<Object> message, Object reply) {
    message.reply(reply);
    return Future.succeededFuture();
  }

  private static Future<?> outcome(
      Message<Object> message, Function<Command, ? extends Future<?>> handler) {
    try {
      Future<?> outcome = handler.apply(Command.of(message));
      return outcome != null
          ? outcome
          : Future.failedFuture(new IllegalStateException("The handler returned no future"));
    } catch (Exception | Error thrown) {
      return Future.failedFuture(thrown);
    }
  }

  private void fail(Message<Object> message, Throwable cause) {
    Throwable meaning = translation.apply(cause);
    Failure failure = meaning instanceof Failure known ? known : unexpected(message, meaning);
    message.fail(failure.kind().status(), failure.body());
  }

  private static Failure unexpected(Message<Object> message, Throwable cause) {
    String requestId = Actor.of(message.headers()).requestId();
    LOG.atError()
        .addKeyValue("address", message.address())
        .addKeyValue("request_id", requestId)
        .setCause(cause)
        .log("A command failed unexpectedly");
    return Failure.unexpected(requestId);
  }
}
