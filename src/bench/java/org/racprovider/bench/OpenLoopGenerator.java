package org.racprovider.bench;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** Creates providers at a steady rate, and does not wait for responses before it sends more. */
record OpenLoopGenerator(int port, BenchmarkRequest request) {

  /**
   * Sends requests and blocks until all responses are there. Latency counts from when a request was
   * due, even if it was sent later.
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
     * The responses with 201. Its rejected requests have an invalid response. Its failed requests
     * have no response or 504: their providers may be stored.
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
