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

/**
 * Reads request bodies up to a limit, whatever their content type: vertx-web's own handler parses
 * forms, which this API refuses.
 */
public final class BodyReader {

  private final Vertx vertx;
  private final int limit;
  private final Duration patience;
  private final AdmissionControl capacity;

  /**
   * @param limit the most bytes of a body
   * @param patience how long a whole body may take
   * @param capacity bounds what is held of all bodies
   */
  public BodyReader(Vertx vertx, int limit, Duration patience, AdmissionControl capacity) {
    this.vertx = vertx;
    this.limit = limit;
    this.patience = patience;
    this.capacity = capacity;
  }

  /**
   * The whole body; fails with 413 as soon as it is known to be too large, with 408 when it takes
   * too long: the idle time-out of the server does not end a body that trickles; with 503 when
   * other bodies take up what there is.
   */
  public Future<Buffer> read(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (declaredLength(request) > limit) {
      return Future.failedFuture(tooLarge());
    }
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    context.addEndHandler(ended -> capacity.giveBack(body.length()));
    request.handler(
        chunk -> {
          try {
            requireRoom(body.length() + chunk.length());
            capacity.take(chunk.length());
            body.appendBuffer(chunk);
          } catch (Failure refused) {
            whole.tryFail(refused);
          }
        });
    request.endHandler(end -> whole.tryComplete(body));
    request.exceptionHandler(whole::tryFail);
    long timer = vertx.setTimer(patience.toMillis(), late -> whole.tryFail(tooSlow()));
    return whole
        .future()
        .onComplete(read -> vertx.cancelTimer(timer))
        .onFailure(refused -> request.handler(null));
  }

  /** Whether a body follows the headers. */
  public static boolean isAnnounced(HttpServerRequest request) {
    return request.headers().contains(HttpHeaders.CONTENT_LENGTH)
        || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
  }

  private void requireRoom(int length) {
    if (length > limit) {
      throw tooLarge();
    }
  }

  private static long declaredLength(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException tooLong) {
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
