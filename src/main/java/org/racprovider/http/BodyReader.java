package org.racprovider.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.racprovider.bus.Failure;

/**
 * Reads request bodies up to a limit, whatever their content type: vertx-web's own handler parses
 * forms, which this API refuses.
 */
final class BodyReader {

  private final int limit;

  /**
   * @param limit the most bytes of a body
   */
  BodyReader(int limit) {
    this.limit = limit;
  }

  /** The whole body; fails with 413 as soon as it is known to be too large. */
  Future<Buffer> read(HttpServerRequest request) {
    if (declaredLength(request) > limit) {
      return Future.failedFuture(tooLarge());
    }
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    request.handler(
        chunk -> {
          if (body.length() + chunk.length() > limit) {
            request.handler(null);
            whole.tryFail(tooLarge());
          } else {
            body.appendBuffer(chunk);
          }
        });
    request.endHandler(end -> whole.tryComplete(body));
    request.exceptionHandler(whole::tryFail);
    return whole.future();
  }

  private static long declaredLength(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException tooLong) {
      return Long.MAX_VALUE;
    }
  }

  private static Failure tooLarge() {
    return Failure.of(Failure.Kind.TOO_LARGE, "The body is too large.");
  }
}
