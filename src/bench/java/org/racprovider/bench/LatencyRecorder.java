package org.racprovider.bench;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;

/** Computes percentiles of latencies in milliseconds, with three significant digits. */
final class LatencyRecorder {

  private final DistributionSummary latencies =
      DistributionSummary.builder("latency")
          .publishPercentiles(0.5, 0.99)
          .percentilePrecision(3)
          .distributionStatisticExpiry(Duration.ofDays(1))
          .register(new SimpleMeterRegistry());

  void record(double millis) {
    latencies.record(millis);
  }

  long count() {
    return latencies.count();
  }

  /** Returns a result with the recorded latencies; they are NaN if there are none. */
  LoadResult result(long requests, double perSecond, long rejected, long failed) {
    double p50 = percentile(0);
    double p99 = percentile(1);
    return LoadResult.of(requests, perSecond, p50, p99, rejected, failed);
  }

  private double percentile(int index) {
    HistogramSnapshot snapshot = latencies.takeSnapshot();
    return snapshot.count() == 0 ? Double.NaN : snapshot.percentileValues()[index].value();
  }
}
