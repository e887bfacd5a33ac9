package org.racprovider.http.limits;

import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.racprovider.bus.Failure;
import org.racprovider.config.HttpLimits;
import org.racprovider.http.RequestObservation;

/**
 * How much is served at once. What goes beyond is refused before anything is done for it, so that
 * what was taken on is served as fast as ever. Shared by all event loops.
 */
public final class AdmissionControl {

  /** A body is held several times over while it is worked on. */
  private static final int SHARE_OF_HEAP = 16;

  private static final int STREAMS = 1000;
  private static final int STREAMS_OF_ONE = STREAMS / 10;

  private final HttpLimits limits;
  private final long mostBytes;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final ConcurrencyLimit requests;
  private final ConcurrencyLimit streams = new ConcurrencyLimit(STREAMS, STREAMS_OF_ONE);

  public AdmissionControl(HttpLimits limits) {
    this.limits = limits;
    this.mostBytes = Math.max(limits.bodyBytes(), Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    this.requests = new ConcurrencyLimit(limits.requests(), limits.requestsPerSubject());
  }

  /** How many are open. */
  public int connections() {
    return connections.get();
  }

  /** How many are being served, without streams. */
  public int requests() {
    return requests.taken();
  }

  /** What is held of the bodies of requests that are being served. */
  public long bodyBytes() {
    return bytes.get();
  }

  /** Whether one more connection may be open; if so, {@link #disconnected} must follow. */
  boolean connected() {
    if (connections.incrementAndGet() <= limits.connections()) {
      return true;
    }
    disconnected();
    return false;
  }

  void disconnected() {
    connections.decrementAndGet();
  }

  /**
   * Takes a request on, until it is answered or its connection ends.
   *
   * @throws Failure 503 where too many are being served
   */
  public void admit(RoutingContext context) {
    if (!requests.take()) {
      throw Failure.unavailable();
    }
    context.addEndHandler(ended -> held(context).giveBack());
  }

  /**
   * Takes on a request of this caller, likewise.
   *
   * @throws Failure 429 where too many of this caller's are being served
   */
  public void admit(RoutingContext context, String subject) {
    if (!requests.take(subject)) {
      throw Failure.throttled();
    }
    context.addEndHandler(ended -> held(context).giveBack(subject));
  }

  /**
   * Takes on so many bytes of a request's body, until they are given back.
   *
   * @throws Failure 503 where too much is being worked on
   */
  void take(int length) {
    if (bytes.addAndGet(length) > mostBytes) {
      giveBack(length);
      throw Failure.unavailable();
    }
  }

  void giveBack(int length) {
    bytes.addAndGet(-length);
  }

  /**
   * From here on an admitted request of this caller is a stream, and no request any more.
   *
   * @throws Failure 429 where too many streams of this caller are open, 503 where too many are
   */
  public void admitStream(RoutingContext context, String subject) {
    takeStream(subject);
    requests.giveBack();
    requests.giveBack(subject);
    RequestObservation.of(context).becameStream();
  }

  /**
   * Takes on a stream that is no request of HTTP, until it is given back.
   *
   * @throws Failure 429 where too many streams of this caller are open, 503 where too many are
   */
  public void takeStream(String subject) {
    if (!streams.take(subject)) {
      throw Failure.throttled();
    }
    if (!streams.take()) {
      streams.giveBack(subject);
      throw Failure.unavailable();
    }
  }

  public void giveBackStream(String subject) {
    streams.giveBack();
    streams.giveBack(subject);
  }

  private ConcurrencyLimit held(RoutingContext context) {
    return RequestObservation.of(context).isStream() ? streams : requests;
  }
}
