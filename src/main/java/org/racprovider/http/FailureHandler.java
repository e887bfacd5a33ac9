package org.racprovider.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.racprovider.bus.Failure;
import org.racprovider.http.limits.BodyReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Responds to every request that failed. An unexpected cause is logged with the request id; the
 * client gets only the request id.
 */
final class FailureHandler implements Handler<RoutingContext> {

  private static final Logger LOG = LoggerFactory.getLogger(FailureHandler.class);

  /** After these failures the connection cannot be used again. */
  private static final Set<Failure.Kind> CLOSING =
      EnumSet.of(Failure.Kind.TOO_LARGE, Failure.Kind.TOO_SLOW);

  private static final Set<Failure.Kind> TEMPORARY =
      EnumSet.of(Failure.Kind.UNAVAILABLE, Failure.Kind.THROTTLED);

  private final Duration refusedBody;

  /**
   * @param refusedBody how long a client may continue to send a body that was refused
   */
  FailureHandler(Duration refusedBody) {
    this.refusedBody = refusedBody;
  }

  @Override
  public void handle(RoutingContext context) {
    if (context.response().ended() || context.response().closed()) {
      return;
    }
    Failure failure = failure(context);
    boolean closes = CLOSING.contains(failure.kind());
    if (closes) {
      context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    } else if (TEMPORARY.contains(failure.kind())) {
      context.response().putHeader("Retry-After", "1");
    }
    HttpServerRequest request = context.request();
    if (BodyReader.hasBody(request) && (closes || !request.isEnded())) {
      // The client gets time to read the response before its connection is closed.
      context.vertx().setTimer(refusedBody.toMillis(), expired -> close(request, closes));
    }
    new JsonResponse(failure.kind().status(), Buffer.buffer(failure.body())).send(context);
  }

  /** Responds to a request that could not be parsed, and closes the connection. */
  static void handleInvalid(HttpServerRequest request) {
    Failure failure = failure(request.decoderResult().cause());
    ResponseHeaders.add(request);
    request
        .response()
        .setStatusCode(failure.kind().status())
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .end(failure.body())
        .onComplete(sent -> request.connection().close());
  }

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
    if (isBroken(context.request(), cause)) {
      return badRequest();
    }
    int status = cause instanceof HttpException http ? http.getStatusCode() : context.statusCode();
    return switch (status) {
      case 400 -> badRequest();
      case 404 -> Failure.notFound();
      default -> unexpected(context, cause);
    };
  }

  /** Whether the connection broke before the request was complete, which is no error of ours. */
  private static boolean isBroken(HttpServerRequest request, Throwable cause) {
    return !request.isEnded()
        && (cause instanceof IOException || cause instanceof HttpClosedException);
  }

  private static Failure failure(Throwable parseError) {
    if (parseError instanceof TooLongHttpLineException) {
      return Failure.of(Failure.Kind.URI_TOO_LONG, "The URI is too long.");
    }
    if (parseError instanceof TooLongHttpHeaderException) {
      return Failure.of(Failure.Kind.HEADERS_TOO_LARGE, "The headers are too large.");
    }
    return badRequest();
  }

  private static Failure badRequest() {
    return Failure.of(Failure.Kind.INVALID, "Bad request.");
  }

  private static Failure unexpected(RoutingContext context, Throwable cause) {
    String requestId = ResponseHeaders.requestId(context);
    LOG.atError()
        .addKeyValue("request_id", requestId)
        .addKeyValue("method", context.request().method())
        .addKeyValue("path", context.request().path())
        .setCause(cause)
        .log("A request failed unexpectedly");
    return Failure.unexpected(requestId);
  }
}
