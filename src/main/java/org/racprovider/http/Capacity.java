package org.racprovider.http;

import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.racprovider.bus.Failure;
import org.racprovider.config.HttpLimits;

/**
 * How much is served at once. What goes beyond is refused before anything is done for it, so that
 * what was taken on is served as fast as ever. Shared by all event loops.
 */
public final class Capacity {

  /** A body is held several times over while it is worked on. */
  private static final int SHARE_OF_HEAP = 16;

  private final HttpLimits limits;
  private final long mostBytes;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final Map<String, Integer> bySubject = new ConcurrentHashMap<>();

  public Capacity(HttpLimits limits) {
    this.limits = limits;
    this.mostBytes = Math.max(limits.bodyBytes(), Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
  }

  /** How many are open. */
  public int connections() {
    return connections.get();
  }

  /** How many are being served. */
  public int requests() {
    return requests.get();
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
  void admit(RoutingContext context) {
    if (requests.incrementAndGet() > limits.requests()) {
      requests.decrementAndGet();
      throw Failure.unavailable();
    }
    context.addEndHandler(ended -> requests.decrementAndGet());
  }

  /**
   * Takes on a request of this caller, likewise.
   *
   * @throws Failure 429 where too many of this caller's are being served
   */
  void admit(RoutingContext context, String subject) {
    if (bySubject.merge(subject, 1, Integer::sum) > limits.requestsPerSubject()) {
      ended(subject);
      throw Failure.throttled();
    }
    context.addEndHandler(ended -> ended(subject));
  }

  /**
   * Takes on so many bytes of a request's body, likewise.
   *
   * @throws Failure 503 where too much is being worked on
   */
  void admit(RoutingContext context, int length) {
    if (bytes.addAndGet(length) > mostBytes) {
      bytes.addAndGet(-length);
      throw Failure.unavailable();
    }
    context.addEndHandler(ended -> bytes.addAndGet(-length));
  }

  private void ended(String subject) {
    bySubject.computeIfPresent(subject, (key, count) -> count == 1 ? null : count - 1);
  }
}
