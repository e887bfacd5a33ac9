package org.racprovider.http.limits;

import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.racprovider.bus.Failure;
import org.racprovider.config.HttpConfig.HttpLimits;
import org.racprovider.limits.JsonCost;
import org.racprovider.limits.MemoryBudget;
import org.racprovider.limits.MemoryBudget.Share;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits how many requests, streams and bytes of request bodies the server handles at once. A
 * request beyond a limit is refused before any work is done for it, so that admitted requests stay
 * fast. Shared by all event loops.
 */
public final class AdmissionControl {

  private static final int MAX_STREAMS = 1000;

  /** A stream of a client that does not read holds a piece of output and an event. */
  private static final int STREAM_BYTES = 32 << 10;

  /** The part of all streams that one caller may have. */
  private static final int STREAMS_OF_SUBJECT = 10;

  /** The key, in a routing context, of its permits. */
  private static final String PERMITS = RequestPermits.class.getName();

  private static final Logger LOG = LoggerFactory.getLogger(AdmissionControl.class);

  private final BodyMemory bodies;
  private final int maxBodyBytes;
  private final OpenConnections connections;
  private final ConcurrencyLimit requests;
  private final ConcurrencyLimit streams;
  private final OutputLimit output;

  /** Lowers the size of bodies, with a warning, if one of that size does not fit. */
  public AdmissionControl(HttpLimits limits, OpenConnections connections, MemoryBudget memory) {
    this.connections = connections;
    this.bodies = new BodyMemory(memory);
    this.maxBodyBytes = maxBodyBytes(limits.bodyBytes(), bodies.largest());
    this.requests = new ConcurrencyLimit(limits.requests(), limits.requestsPerSubject());
    this.streams = streams(memory);
    this.output = new OutputLimit(memory);
  }

  private static int maxBodyBytes(int configured, long largestCost) {
    int max = (int) Math.min(configured, JsonCost.lengthOf(largestCost));
    if (max < configured) {
      LOG.atWarn()
          .addKeyValue("configured", configured)
          .addKeyValue("limit", max)
          .log("The heap is too small for RAC_HTTP_MAX_BODY_BYTES");
    }
    return max;
  }

  private static ConcurrencyLimit streams(MemoryBudget memory) {
    long max = Math.min(MAX_STREAMS, memory.limit(Share.OUTPUT) / STREAM_BYTES);
    return new ConcurrencyLimit(
        (int) Math.max(1, max), (int) Math.max(1, max / STREAMS_OF_SUBJECT));
  }

  /** The open connections, which have limits of their own. */
  OpenConnections openConnections() {
    return connections;
  }

  /** The number of open connections. */
  public int connections() {
    return connections.size();
  }

  /** The number of requests that are being handled, without streams. */
  public int requests() {
    return requests.acquired();
  }

  /** Reads no more of a request, and of those that follow, until the future completes. */
  public void stopReadingUntil(HttpServerRequest request, Future<?> end) {
    new ConnectionChannel(request.connection()).stopReadingUntil(request, end);
  }

  /** Notes that the client of a connection has sent a valid token of this caller. */
  public void identified(HttpConnection connection, String subject) {
    new ConnectionChannel(connection).usedBy(subject);
  }

  /**
   * Admits a request until its response or its connection ends.
   *
   * @throws Failure 503 if too many requests are being handled, 429 if too many of this caller
   */
  public void admit(RoutingContext context, String subject) {
    RequestPermits permits = new RequestPermits(requests, subject);
    permits.acquire();
    context.put(PERMITS, permits);
    context.addEndHandler(ended -> permits.release());
  }

  /** Does not count an admitted request while it waits for its client, until it is resumed. */
  public void suspend(RoutingContext context) {
    permits(context).release();
  }

  /**
   * Counts a suspended request again.
   *
   * @throws Failure 503 if too many requests are being handled, 429 if too many of this caller
   */
  public void resume(RoutingContext context) {
    permits(context).acquire();
  }

  /** The size of the largest body. */
  int maxBodyBytes() {
    return maxBodyBytes;
  }

  /** The memory for request bodies. */
  BodyMemory bodies() {
    return bodies;
  }

  /** Limits and counts the output of a connection. */
  OutputHandler limitOutput(ConnectionChannel connection) {
    return connection.limitOutput(output);
  }

  /** The output of a connection that its client has not read. */
  public UnreadOutput unreadOutput(HttpConnection connection) {
    return new ConnectionChannel(connection).unreadOutput();
  }

  /**
   * Counts an admitted request as a stream from now on. Otherwise idle streams would use up the
   * permits of requests.
   *
   * @throws Failure 429 if the caller has too many streams, 503 if there are too many
   */
  public void becomeStream(RoutingContext context, String subject) {
    acquireStream(subject);
    permits(context).replace(streams);
  }

  /**
   * Admits a stream that lasts until its connection ends, such as a WebSocket.
   *
   * @throws Failure 429 if the caller has too many streams, 503 if there are too many
   */
  public void admitStream(HttpConnection connection, String subject) {
    acquireStream(subject);
    ConnectionChannel channel = new ConnectionChannel(connection);
    channel.usedBy(subject);
    channel
        .closed()
        .onComplete(
            closed -> {
              streams.release();
              streams.release(subject);
            });
  }

  private void acquireStream(String subject) {
    if (!streams.tryAcquire(subject)) {
      throw Failure.throttled();
    }
    if (!streams.tryAcquire()) {
      streams.release(subject);
      throw Failure.unavailable();
    }
  }

  private static RequestPermits permits(RoutingContext context) {
    return context.get(PERMITS);
  }
}
