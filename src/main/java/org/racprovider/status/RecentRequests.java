package org.racprovider.status;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.racprovider.event.stream.EventStreamRoutes;
import org.racprovider.http.RequestObservation;

/**
 * The rate and latency of the requests for providers in the last few status intervals. It has a
 * timer of its own: percentiles of the timers per route cannot be combined. All threads may record;
 * one thread reads.
 */
public final class RecentRequests implements Consumer<RequestObservation> {

  private static final String PROVIDERS = "/providers/";
  private static final int INTERVALS = 5;

  /**
   * The measurements of the last intervals.
   *
   * @param perSecond requests per second
   * @param p50Millis the median latency in milliseconds; null without requests
   * @param p99Millis the 99th percentile of the latency in milliseconds; null without requests
   */
  record Statistics(double perSecond, Double p50Millis, Double p99Millis) {}

  private record Sample(long count, long nanos) {}

  private final Clock clock;
  private final Duration interval;
  private final Timer timer;
  private final Deque<Sample> samples = new ArrayDeque<>();

  /**
   * @param interval between two calls of {@link #sample}
   */
  public RecentRequests(Clock clock, Duration interval) {
    this.clock = clock;
    this.interval = interval;
    this.timer =
        Timer.builder("requests.recent")
            .publishPercentiles(0.5, 0.99)
            .percentilePrecision(2)
            .distributionStatisticExpiry(interval.multipliedBy(INTERVALS))
            .register(new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock));
    addSample();
  }

  @Override
  public void accept(RequestObservation ended) {
    record(ended.route(), ended.nanos());
  }

  /** Ignores event streams, whose duration is not a latency. */
  void record(String route, long nanos) {
    if (route.startsWith(PROVIDERS) && !route.equals(EventStreamRoutes.PATH)) {
      timer.record(nanos, TimeUnit.NANOSECONDS);
    }
  }

  Duration interval() {
    return interval;
  }

  /** Ends an interval, and returns the measurements of the last intervals. */
  Statistics sample() {
    addSample();
    HistogramSnapshot snapshot = timer.takeSnapshot();
    return new Statistics(perSecond(), percentile(snapshot, 0), percentile(snapshot, 1));
  }

  private void addSample() {
    if (samples.size() > INTERVALS) {
      samples.removeFirst();
    }
    samples.addLast(new Sample(timer.count(), clock.monotonicTime()));
  }

  private double perSecond() {
    long nanos = samples.getLast().nanos() - samples.getFirst().nanos();
    long count = samples.getLast().count() - samples.getFirst().count();
    return nanos == 0 ? 0 : (double) count * TimeUnit.SECONDS.toNanos(1) / nanos;
  }

  /** Micrometer returns 0 as the percentile of no values. */
  private static Double percentile(HistogramSnapshot snapshot, int index) {
    double millis = snapshot.percentileValues()[index].value(TimeUnit.MILLISECONDS);
    return millis == 0 ? null : millis;
  }
}
