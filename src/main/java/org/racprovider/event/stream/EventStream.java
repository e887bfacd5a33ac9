package org.racprovider.event.stream;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import org.racprovider.bus.Failure;
import org.racprovider.config.Timings;
import org.racprovider.event.consumer.EventConsumer;
import org.racprovider.event.consumer.PositionStore;
import org.racprovider.http.ApiResponse;

/**
 * One client's stream of events. A slow client delays only its own consumer: the next event is
 * written when the write queue of the response has room.
 */
final class EventStream implements ApiResponse {

  private static final long KEEP_ALIVE_MILLIS = 15_000;
  private static final long MAX_LIFETIME_MILLIS = Duration.ofDays(1).toMillis();

  private final Vertx vertx;
  private final Instant validUntil;
  private final long after;
  private final EventConsumer consumer;
  private HttpServerResponse response;
  private long keepAlive;
  private long expiry;

  /**
   * @param after the position of the last event that the client has
   * @param validUntil when the stream ends
   */
  EventStream(Vertx vertx, long after, Instant validUntil, Timings timings) {
    this.vertx = vertx;
    this.validUntil = validUntil;
    this.after = after;
    this.consumer =
        new EventConsumer(vertx, PositionStore.startingAfter(after), this::write, timings);
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
    response.write(
        "id: %d\nevent: %s\ndata: %s\n\n"
            .formatted(event.getLong("id"), event.getString("type"), event.encode()));
    if (!response.writeQueueFull()) {
      return Future.succeededFuture();
    }
    Promise<Void> room = Promise.promise();
    response.drainHandler(ignored -> room.tryComplete());
    return room.future();
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
