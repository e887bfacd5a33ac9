package org.racprovider.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Rounds of the same measurement: the medians count. */
record Rounds(List<Round> all) {

  double perSecond() {
    return median(round -> round.load().perSecond());
  }

  double p50Millis() {
    return median(round -> round.load().p50Millis());
  }

  double p99Millis() {
    return median(round -> round.load().p99Millis());
  }

  double serverCpuPerThousand() {
    return median(Round::serverCpuPerThousand);
  }

  double databaseCpuPerThousand() {
    return median(Round::databaseCpuPerThousand);
  }

  long errors() {
    return all.stream().mapToLong(round -> round.load().errors()).sum();
  }

  private double median(ToDoubleFunction<Round> value) {
    return Median.of(all.stream().mapToDouble(value).boxed().toList());
  }
}
