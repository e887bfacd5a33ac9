package org.racprovider.http.limits;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import org.racprovider.bus.Failure;
import org.racprovider.limits.JsonCost;

/** A request body that arrives, with the memory that it holds until its request ends. */
final class IncomingBody {

  /** The memory of a request that waits for its body, and of each of its headers. */
  private static final int REQUEST_OVERHEAD = 2048;

  private static final int HEADER_OVERHEAD = 64;

  /** A complete body that does not fit waits for others, but not for longer than a second. */
  private static final int MAX_TRIES = 50;

  private static final int MILLIS_BETWEEN_TRIES = 20;

  private final RoutingContext context;
  private final int maxBytes;
  private final BodyMemory memory;
  private final BodyMemory.Body reservation;
  private final long headBytes;
  private final Promise<Buffer> whole = Promise.promise();
  private Buffer received = Buffer.buffer();
  private int tries;

  /** Must be created on the event loop of the request. */
  IncomingBody(RoutingContext context, String subject, int maxBytes, BodyMemory memory) {
    Context eventLoop = context.vertx().getOrCreateContext();
    this.context = context;
    this.maxBytes = maxBytes;
    this.memory = memory;
    this.headBytes = headBytes(context.request());
    this.reservation =
        memory.begin(
            subject, () -> eventLoop.runOnContext(ignored -> refuse(Failure.unavailable())));
    context.addEndHandler(
        ended -> {
          refuse(Failure.unavailable());
          memory.release(reservation);
        });
  }

  /** Completes with the whole body when there is enough memory to process it. */
  Future<Buffer> read() {
    HttpServerRequest request = context.request();
    request.handler(this::append);
    request.endHandler(end -> process());
    request.exceptionHandler(this::refuse);
    if (!reserve(0)) {
      refuse(Failure.unavailable());
    }
    return whole.future();
  }

  /** Ends it with a failure, and lets go of what has arrived. What still arrives is ignored. */
  void refuse(Throwable cause) {
    if (whole.tryFail(cause)) {
      received = null;
      context.request().handler(null);
    }
  }

  private void append(Buffer chunk) {
    int length = received.length() + chunk.length();
    if (length > maxBytes) {
      refuse(tooLarge());
    } else if (!reserve(length)) {
      refuse(Failure.unavailable());
    } else {
      received.appendBuffer(chunk);
    }
  }

  private void process() {
    if (whole.future().isComplete()) {
      return;
    }
    long cost = JsonCost.of(received);
    if (cost > memory.largest()) {
      refuse(tooManyValues());
    } else {
      process(cost);
    }
  }

  private void process(long cost) {
    if (whole.future().isComplete()) {
      return;
    }
    tries++;
    if (memory.tryProcess(reservation, cost, tries == MAX_TRIES)) {
      whole.complete(received);
    } else if (tries < MAX_TRIES) {
      context.vertx().setTimer(MILLIS_BETWEEN_TRIES, ignored -> process(cost));
    } else {
      refuse(Failure.unavailable());
    }
  }

  /** A buffer grows by doubling its capacity. */
  private boolean reserve(int length) {
    int highest = Integer.highestOneBit(length);
    int capacity = highest == length ? length : highest << 1;
    return memory.tryReserve(reservation, Math.max(headBytes, capacity));
  }

  private static long headBytes(HttpServerRequest request) {
    long bytes = REQUEST_OVERHEAD;
    for (Map.Entry<String, String> header : request.headers()) {
      bytes += HEADER_OVERHEAD + header.getKey().length() + header.getValue().length();
    }
    return bytes;
  }

  static Failure tooLarge() {
    return Failure.of(Failure.Kind.TOO_LARGE, "The body is too large.");
  }

  private static Failure tooManyValues() {
    return Failure.of(Failure.Kind.TOO_LARGE, "The body has too many values.");
  }
}
