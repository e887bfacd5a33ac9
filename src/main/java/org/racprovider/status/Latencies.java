package org.racprovider.status;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.racprovider.event.stream.EventStreamRoutes;
import org.racprovider.management.Meters;

/**
 * How many requests were answered within which time: since the start, or between two looks at it.
 *
 * @param counts by milliseconds, each with those that were quicker; the last are all
 */
record Latencies(SortedMap<Double, Double> counts) {

  private static final String PROVIDERS = "/providers/";

  /** Of the requests for providers since the start; a stream is not answered until it ends. */
  static Latencies of(MeterRegistry registry) {
    SortedMap<Double, Double> counts = new TreeMap<>();
    counts.put(Double.POSITIVE_INFINITY, 0.0);
    registry.find(Meters.HTTP_REQUEST).tag("route", Latencies::isCounted).timers().stream()
        .map(Timer::takeSnapshot)
        .forEach(snapshot -> add(snapshot, counts));
    return new Latencies(counts);
  }

  /** Of those that came since then. */
  Latencies since(Latencies before) {
    SortedMap<Double, Double> counts = new TreeMap<>(this.counts);
    before.counts.forEach((millis, count) -> counts.merge(millis, -count, Double::sum));
    return new Latencies(counts);
  }

  double count() {
    return counts.get(counts.lastKey());
  }

  /**
   * The time, in milliseconds, within which this share of them was answered, as if they lay evenly
   * between two limits; beyond the last limit, that limit; null where there are none.
   */
  Double within(double share) {
    double wanted = share * count();
    double limit = 0;
    double quicker = 0;
    for (Map.Entry<Double, Double> next : counts.entrySet()) {
      if (wanted > 0 && next.getValue() >= wanted) {
        double width = next.getKey().isInfinite() ? 0 : next.getKey() - limit;
        return limit + width * (wanted - quicker) / (next.getValue() - quicker);
      }
      limit = next.getKey();
      quicker = next.getValue();
    }
    return null;
  }

  private static boolean isCounted(String route) {
    return route.startsWith(PROVIDERS) && !route.equals(EventStreamRoutes.PATH);
  }

  private static void add(HistogramSnapshot snapshot, SortedMap<Double, Double> counts) {
    for (CountAtBucket bucket : snapshot.histogramCounts()) {
      counts.merge(bucket.bucket(TimeUnit.MILLISECONDS), bucket.count(), Double::sum);
    }
    counts.merge(Double.POSITIVE_INFINITY, (double) snapshot.count(), Double::sum);
  }
}
