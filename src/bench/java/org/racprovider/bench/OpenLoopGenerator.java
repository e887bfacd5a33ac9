package org.racprovider.bench;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** Creates providers at a constant rate, without waiting for responses. */
record OpenLoopGenerator(int port, BenchmarkRequest request) {

  /**
   * Sends requests and blocks until all responses have arrived. Latency is measured from the
   * scheduled time of a request, even if it is sent later.
   */
  Responses send(double perSecond, int seconds) {
    Responses responses = new Responses();
    List<CompletableFuture<?>> requests = new ArrayList<>();
    long begin = System.nanoTime();
    for (int i = 0; i < perSecond * seconds; i++) {
      long due = begin + (long) (i / perSecond * 1e9);
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      requests.add(
          request
              .send(port, due)
              .handle((response, failure) -> responses.add(response, System.nanoTime() - due)));
    }
    CompletableFuture.allOf(requests.toArray(CompletableFuture<?>[]::new)).join();
    return responses;
  }

  /** The responses of one round. */
  static final class Responses {

    private final LatencyRecorder accepted = new LatencyRecorder();
    private final LatencyRecorder rejected = new LatencyRecorder();
    private long invalid;
    private long unknown;

    /** The response is null if the request failed. */
    private synchronized Responses add(HttpResponse<?> response, long nanos) {
      int status = response == null ? 0 : response.statusCode();
      if (status == 201) {
        accepted.record(nanos / 1e6);
      } else if (status == 503 && response.headers().firstValue("Retry-After").isPresent()) {
        rejected.record(nanos / 1e6);
      } else if (status == 504 || response == null) {
        unknown++;
      } else {
        invalid++;
      }
      return this;
    }

    /**
     * The responses with 201. Requests with an invalid response count as rejected. Requests without
     * a response, or with 504, count as failed: their providers may be stored.
     */
    LoadResult accepted(double seconds) {
      return accepted.result(accepted.count(), accepted.count() / seconds, invalid, unknown);
    }

    /** The responses with 503 and {@code Retry-After}. */
    LoadResult rejected(double seconds) {
      return rejected.result(rejected.count(), rejected.count() / seconds, 0, 0);
    }
  }
}
