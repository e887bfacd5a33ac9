package org.racprovider.http.limits;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import org.racprovider.bus.Failure;
import org.racprovider.config.HttpConfig.HttpLimits;

/**
 * Reads request bodies of any content type up to a limit. The body handler of vertx-web parses
 * forms, which this API refuses.
 */
public final class BodyReader {

  private final Vertx vertx;
  private final int maxBytes;
  private final Duration timeout;
  private final AdmissionControl admission;

  public BodyReader(Vertx vertx, HttpLimits limits, AdmissionControl admission) {
    this.vertx = vertx;
    this.maxBytes = limits.bodyBytes();
    this.timeout = limits.bodyTime();
    this.admission = admission;
  }

  /**
   * Reads the whole body. Fails with 413 as soon as it is known to be too large, with 408 if it
   * takes too long, even if the client keeps sending, and with 503 if the bodies of other requests
   * leave too little memory.
   */
  public Future<Buffer> read(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (declaredLength(request) > maxBytes) {
      return Future.failedFuture(tooLarge());
    }
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    context.addEndHandler(ended -> admission.releaseBodyBytes(body.length()));
    request.handler(
        chunk -> {
          try {
            append(chunk, body);
          } catch (Failure refused) {
            whole.tryFail(refused);
          }
        });
    request.endHandler(end -> whole.tryComplete(body));
    request.exceptionHandler(whole::tryFail);
    long timer = vertx.setTimer(timeout.toMillis(), expired -> whole.tryFail(tooSlow()));
    return whole
        .future()
        .onComplete(read -> vertx.cancelTimer(timer))
        .onFailure(refused -> request.handler(null));
  }

  /** Whether a body follows the headers. */
  public static boolean hasBody(HttpServerRequest request) {
    return request.headers().contains(HttpHeaders.CONTENT_LENGTH)
        || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
  }

  private void append(Buffer chunk, Buffer body) {
    if (body.length() + chunk.length() > maxBytes) {
      throw tooLarge();
    }
    admission.reserveBodyBytes(chunk.length());
    body.appendBuffer(chunk);
  }

  private static long declaredLength(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException tooManyDigits) {
      return Long.MAX_VALUE;
    }
  }

  private static Failure tooSlow() {
    return Failure.of(Failure.Kind.TOO_SLOW, "The body takes too long.");
  }

  private static Failure tooLarge() {
    return Failure.of(Failure.Kind.TOO_LARGE, "The body is too large.");
  }
}
