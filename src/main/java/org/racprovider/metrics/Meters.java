package org.racprovider.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.time.Duration;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** The names of meters that several classes use, and which of them are histograms. */
public final class Meters {

  public static final String HTTP_REQUEST = "rac.http.request";
  public static final String HTTP_CONNECTIONS = "rac.http.connections";
  public static final String CREATE_QUEUE = "rac.create.queue";
  public static final String CREATE_BATCH = "rac.create.batch";
  public static final String CREATE_COMMIT = "rac.create.commit";
  public static final String EVENTS_WAITING = "rac.events.waiting";
  public static final String EVENTS_LAG = "rac.events.lag.seconds";

  private static final double[] LATENCIES =
      Stream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
          .mapToDouble(millis -> Duration.ofMillis(millis).toNanos())
          .toArray();

  private static final double[] SIZES =
      DoubleStream.iterate(1, size -> size * 2).limit(11).toArray();

  private Meters() {}

  /** Adds buckets to the meters of latencies and sizes, so that nodes can be aggregated. */
  public static MeterFilter histograms() {
    return new MeterFilter() {
      @Override
      public DistributionStatisticConfig configure(
          Meter.Id id, DistributionStatisticConfig defaults) {
        return switch (id.getName()) {
          case HTTP_REQUEST, CREATE_COMMIT -> buckets(LATENCIES).merge(defaults);
          case CREATE_BATCH -> buckets(SIZES).merge(defaults);
          default -> defaults;
        };
      }
    };
  }

  private static DistributionStatisticConfig buckets(double[] upperBounds) {
    return DistributionStatisticConfig.builder().serviceLevelObjectives(upperBounds).build();
  }
}
