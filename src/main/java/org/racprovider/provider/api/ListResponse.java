package org.racprovider.provider.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import org.racprovider.bus.Failure;
import org.racprovider.http.ApiResponse;

/**
 * A list that is too large to be in memory as a whole. It is sent in parts: the next one is read
 * when the client has taken the one before. If it cannot be read, the connection is closed, so that
 * the client does not take the list for complete.
 */
final class ListResponse implements ApiResponse {

  /** How long it waits for memory that others have, and between two tries. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Buffer start;
  private final RemainingProviders remaining;
  private final Buffer end;
  private RoutingContext context;
  private HttpServerResponse response;

  /**
   * @param start the JSON up to a result
   * @param remaining the results after it
   * @param end the JSON after all results
   */
  ListResponse(Buffer start, RemainingProviders remaining, Buffer end) {
    this.start = start;
    this.remaining = remaining;
    this.end = end;
  }

  @Override
  public void send(RoutingContext routing) {
    context = routing;
    response = routing.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response.setChunked(true).putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    if (context.request().version() == HttpVersion.HTTP_1_0) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    if (context.request().method().equals(HttpMethod.HEAD)) {
      response.end();
    } else {
      response.write(start);
      sendRest();
    }
  }

  private void sendRest() {
    drained()
        .compose(taken -> next(System.nanoTime() + PATIENCE.toNanos()))
        .onSuccess(this::send)
        .onFailure(failed -> context.request().connection().close());
  }

  private void send(Buffer part) {
    if (response.closed()) {
      return;
    }
    if (part.length() == 0) {
      response.end(end);
    } else {
      response.write(Buffer.buffer(",").appendBuffer(part));
      sendRest();
    }
  }

  private Future<Void> drained() {
    if (!response.writeQueueFull()) {
      return Future.succeededFuture();
    }
    Promise<Void> drained = Promise.promise();
    response.drainHandler(ignored -> drained.tryComplete());
    return drained.future();
  }

  private Future<Buffer> next(long deadline) {
    return remaining
        .next()
        .recover(
            cause ->
                isTemporary(cause) && System.nanoTime() < deadline
                    ? context.vertx().timer(PAUSE.toMillis()).compose(paused -> next(deadline))
                    : Future.failedFuture(cause));
  }

  private static boolean isTemporary(Throwable cause) {
    return cause instanceof Failure failure && failure.kind() == Failure.Kind.UNAVAILABLE;
  }
}
