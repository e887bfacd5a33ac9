package org.racprovider.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import org.racprovider.bus.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers every request that failed; what nobody foresaw is logged once and told to nobody. */
final class FailureHandler implements Handler<RoutingContext> {

  private static final Logger LOG = LoggerFactory.getLogger(FailureHandler.class);
  private static final Duration LINGER = Duration.ofSeconds(1);

  @Override
  public void handle(RoutingContext context) {
    if (context.response().ended() || context.response().closed()) {
      return;
    }
    Failure failure = failure(context);
    switch (failure.kind()) {
      case UNAVAILABLE, THROTTLED -> context.response().putHeader("Retry-After", "1");
      case TOO_LARGE, TOO_SLOW ->
          context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      default -> {}
    }
    if (BodyReader.isAnnounced(context.request())) {
      context.vertx().setTimer(LINGER.toMillis(), over -> closeIfUnread(context.request()));
    }
    new Answer(failure.kind().status(), Buffer.buffer(failure.body()), null).send(context);
  }

  /** Nobody waits for the rest of a body that was refused; the client gets time for the answer. */
  private static void closeIfUnread(HttpServerRequest request) {
    if (!request.isEnded()) {
      request.connection().close();
    }
  }

  private static Failure failure(RoutingContext context) {
    Throwable cause = context.failure();
    if (cause instanceof Failure failure) {
      return failure;
    }
    int status = cause instanceof HttpException http ? http.getStatusCode() : context.statusCode();
    return switch (status) {
      case 400 -> Failure.of(Failure.Kind.INVALID, "Bad request.");
      case 404 -> Failure.notFound();
      default -> unexpected(context, cause);
    };
  }

  private static Failure unexpected(RoutingContext context, Throwable cause) {
    String requestId = RequestId.of(context);
    LOG.atError()
        .addKeyValue("request_id", requestId)
        .addKeyValue("method", context.request().method())
        .addKeyValue("path", context.request().path())
        .setCause(cause)
        .log("A request failed unexpectedly");
    return Failure.unexpected(requestId);
  }
}
