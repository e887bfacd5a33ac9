package org.racprovider.event.stream;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.racprovider.bus.Failure;
import org.racprovider.config.Timings;
import org.racprovider.event.consumer.EventConsumer;
import org.racprovider.event.consumer.PageTurns;
import org.racprovider.event.consumer.PositionStore;
import org.racprovider.event.consumer.PublishedEvents;
import org.racprovider.http.ApiResponse;

/**
 * One client's stream of events. A slow client delays only its own consumer: the next event is
 * written when the client has taken the previous ones. The library's write queue does not help,
 * because it counts events, not their bytes.
 */
final class EventStream implements ApiResponse {

  /** How much output of a stream may wait for its client before the next event is written. */
  static final int FULL_BYTES = 16 << 10;

  private static final long KEEP_ALIVE_MILLIS = 15_000;
  private static final long MAX_LIFETIME_MILLIS = Duration.ofDays(1).toMillis();

  private final Vertx vertx;
  private final Instant validUntil;
  private final long after;
  private final EventConsumer consumer;
  private HttpServerResponse response;
  private int waitingBytes;
  private long keepAlive;
  private long expiry;

  /**
   * @param after the position of the last event that the client has
   * @param validUntil when the stream ends
   */
  EventStream(
      Vertx vertx,
      long after,
      Instant validUntil,
      Timings timings,
      PageTurns turns,
      PublishedEvents published) {
    this.vertx = vertx;
    this.validUntil = validUntil;
    this.after = after;
    this.consumer =
        new EventConsumer(
            vertx,
            PositionStore.startingAfter(after),
            this::write,
            timings,
            Optional.of(turns),
            published);
  }

  /** The delay of a timer that ends a stream: at least 1 ms, and at most a day. */
  static long millisUntil(Instant end) {
    long left = Duration.between(Instant.now(), end).toMillis();
    return Math.max(1, Math.min(left, MAX_LIFETIME_MILLIS));
  }

  @Override
  public boolean isStream() {
    return true;
  }

  @Override
  public void send(RoutingContext context) {
    HttpServerRequest request = context.request();
    response = context.response();
    if (response.closed()) {
      return;
    }
    response
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("Cache-Control", "no-cache")
        .putHeader("X-Accel-Buffering", "no");
    if (request.method().equals(HttpMethod.HEAD)) {
      response.end();
    } else {
      open(request);
    }
  }

  private void open(HttpServerRequest request) {
    // A client that reconnects before the first event needs the position where the stream began.
    response.write(": open\nid: %d\n\n".formatted(after));
    response.closeHandler(ignored -> release());
    request.connection().shutdownHandler(ignored -> end());
    keepAlive = vertx.setPeriodic(KEEP_ALIVE_MILLIS, ignored -> response.write(": keep-alive\n\n"));
    expiry = vertx.setTimer(millisUntil(validUntil), ignored -> end());
    consumer.ended().onFailure(this::explain);
    consumer.start();
  }

  private Future<Void> write(JsonObject event) {
    Buffer data =
        Buffer.buffer(
            "id: %d\nevent: %s\ndata: %s\n\n"
                .formatted(event.getLong("id"), event.getString("type"), event.encode()));
    waitingBytes += data.length();
    Future<Void> written =
        response.write(data).onComplete(ignored -> waitingBytes -= data.length());
    return waitingBytes > FULL_BYTES ? written : Future.succeededFuture();
  }

  private void explain(Throwable cause) {
    if (cause instanceof Failure failure && failure.kind() == Failure.Kind.GONE) {
      response.write("event: gone\ndata: %s\n\n".formatted(failure.body()));
    }
    end();
  }

  private void end() {
    release();
    if (!response.ended() && !response.closed()) {
      response.end();
    }
  }

  private void release() {
    vertx.cancelTimer(keepAlive);
    vertx.cancelTimer(expiry);
    consumer.stop();
  }
}
