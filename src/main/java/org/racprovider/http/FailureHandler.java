package org.racprovider.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.racprovider.bus.Failure;
import org.racprovider.http.limits.BodyReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers every request that failed; what nobody foresaw is logged once and told to nobody. */
final class FailureHandler implements Handler<RoutingContext> {

  private static final Logger LOG = LoggerFactory.getLogger(FailureHandler.class);
  private static final Duration LINGER = Duration.ofSeconds(1);

  /** After these the connection is of no use. */
  private static final Set<Failure.Kind> CLOSING =
      EnumSet.of(Failure.Kind.TOO_LARGE, Failure.Kind.TOO_SLOW);

  /** These pass, soon. */
  private static final Set<Failure.Kind> PASSING =
      EnumSet.of(Failure.Kind.UNAVAILABLE, Failure.Kind.THROTTLED);

  @Override
  public void handle(RoutingContext context) {
    if (context.response().ended() || context.response().closed()) {
      return;
    }
    Failure failure = failure(context);
    boolean closes = CLOSING.contains(failure.kind());
    if (closes) {
      context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    } else if (PASSING.contains(failure.kind())) {
      context.response().putHeader("Retry-After", "1");
    }
    if (BodyReader.isAnnounced(context.request())) {
      context.vertx().setTimer(LINGER.toMillis(), over -> close(context.request(), closes));
    }
    new JsonResponse(failure.kind().status(), Buffer.buffer(failure.body())).send(context);
  }

  /** Nobody waits for the rest of a body that was refused; the client gets time for the answer. */
  private static void close(HttpServerRequest request, boolean closes) {
    if (closes || !request.isEnded()) {
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
