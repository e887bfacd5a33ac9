package org.racprovider.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.racprovider.bus.Failure;

/** Answers what is not HTTP, or too long for it, and closes the connection: its end is unknown. */
final class InvalidRequestHandler {

  private InvalidRequestHandler() {}

  static void answer(HttpServerRequest request) {
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

  private static Failure failure(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return Failure.of(Failure.Kind.URI_TOO_LONG, "The URI is too long.");
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return Failure.of(Failure.Kind.HEADERS_TOO_LARGE, "The headers are too large.");
    }
    return Failure.of(Failure.Kind.INVALID, "Bad request.");
  }
}
