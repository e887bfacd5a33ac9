package org.racprovider.management;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.time.Duration;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Makes histograms, which can be added up over nodes, of what one asks for percentiles. */
public final class Histograms implements MeterFilter {

  private static final double[] LATENCIES =
      Stream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
          .mapToDouble(millis -> Duration.ofMillis(millis).toNanos())
          .toArray();

  private static final double[] SIZES =
      DoubleStream.iterate(1, size -> size * 2).limit(11).toArray();

  @Override
  public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
    return switch (id.getName()) {
      case Meters.HTTP_REQUEST, Meters.CREATE_COMMIT -> buckets(LATENCIES).merge(config);
      case Meters.CREATE_BATCH -> buckets(SIZES).merge(config);
      default -> config;
    };
  }

  private static DistributionStatisticConfig buckets(double[] upTo) {
    return DistributionStatisticConfig.builder().serviceLevelObjectives(upTo).build();
  }
}
