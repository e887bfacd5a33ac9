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
 * Passes commands to their handlers and sends the replies. Every command gets either a JSON reply
 * or a reply failure, even if its handler throws. The code of a reply failure is an HTTP status,
 * and its message is the JSON error body.
 */
public final class CommandServer {

  private static final Logger LOG = LoggerFactory.getLogger(CommandServer.class);

  private final EventBus bus;
  private final MeterRegistry registry;
  private final UnaryOperator<Throwable> translation;
  private final List<MessageConsumer<Object>> consumers = new ArrayList<>();

  /**
   * @param registry the registry of the timers of commands
   * @param translation maps the cause of a handler's failure to a {@link Failure}, or to itself if
   *     it is unexpected
   */
  public CommandServer(EventBus bus, MeterRegistry registry, UnaryOperator<Throwable> translation) {
    this.bus = bus;
    this.registry = registry;
    this.translation = translation;
  }

  /** Serves the commands of one address; completes when it receives them. */
  public Future<Void> serve(String address, Function<Command, ? extends Future<?>> handler) {
    Timer answered = timer(address, "answered");
    Timer failed = timer(address, "failed");
    MessageConsumer<Object> consumer =
        bus.consumer(
            address,
            message -> {
              Timer.Sample sample = Timer.start();
              process(message, handler)
                  .onComplete(result -> sample.stop(result.succeeded() ? answered : failed));
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

  /** Stops receiving commands. */
  public Future<Void> close() {
    return Future.join(consumers.stream().map(MessageConsumer::unregister).toList()).mapEmpty();
  }

  private Timer timer(String address, String outcome) {
    return registry.timer("rac.command", "address", address, "outcome", outcome);
  }

  private Future<Void> process(
      Message<Object> message, Function<Command, ? extends Future<?>> handler) {
    return outcome(message, handler)
        .compose(reply -> reply(message, reply))
        .onFailure(cause -> fail(message, cause));
  }

  /** Throws if the event bus has no codec for the reply. */
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
    Throwable translated = translation.apply(cause);
    Failure failure = translated instanceof Failure known ? known : unexpected(message, translated);
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
