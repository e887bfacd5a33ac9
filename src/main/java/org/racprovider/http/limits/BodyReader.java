package org.racprovider.http.limits;

import io.vertx.core.Future;
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
  private final BodyMemory memory;

  public BodyReader(Vertx vertx, HttpLimits limits, AdmissionControl admission) {
    this.vertx = vertx;
    this.memory = admission.bodies();
    this.maxBytes = admission.maxBodyBytes();
    this.timeout = limits.bodyTime();
  }

  /**
   * Reads the whole body, and reserves the memory to process it until its response or its
   * connection ends. Fails with 413 as soon as it is known to be too large, with 408 if it takes
   * too long, even if the client keeps sending, and with 503 if the bodies of other requests leave
   * too little memory.
   *
   * @param subject the caller
   */
  public Future<Buffer> read(RoutingContext context, String subject) {
    HttpServerRequest request = context.request();
    if (declaredLength(request) > maxBytes) {
      return Future.failedFuture(IncomingBody.tooLarge());
    }
    IncomingBody body = new IncomingBody(context, subject, maxBytes, memory);
    long timer = vertx.setTimer(timeout.toMillis(), expired -> body.refuse(tooSlow()));
    return body.read().onComplete(read -> vertx.cancelTimer(timer));
  }

  /** Whether a body follows the headers. */
  public static boolean hasBody(HttpServerRequest request) {
    return request.headers().contains(HttpHeaders.CONTENT_LENGTH)
        || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
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
}
