package org.racprovider.status;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** What was answered between the first and the last of the newest samples. */
final class RecentRequests {

  private static final int SAMPLES = 6;

  private record Sample(Latencies sinceStart, long nanos) {}

  private final Deque<Sample> samples = new ArrayDeque<>();

  RecentRequests(Latencies sinceStart, long nanos) {
    add(sinceStart, nanos);
  }

  void add(Latencies sinceStart, long nanos) {
    if (samples.size() == SAMPLES) {
      samples.removeFirst();
    }
    samples.addLast(new Sample(sinceStart, nanos));
  }

  Latencies latencies() {
    return samples.getLast().sinceStart().since(samples.getFirst().sinceStart());
  }

  double perSecond() {
    long nanos = samples.getLast().nanos() - samples.getFirst().nanos();
    return nanos == 0 ? 0 : latencies().count() * TimeUnit.SECONDS.toNanos(1) / nanos;
  }
}
