package org.racprovider.bench;

import java.util.Collection;
import java.util.List;

/** Order statistics. */
final class Median {

  private Median() {}

  /** The middle value, or the mean of the two in the middle. */
  static double of(Collection<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int size = sorted.size();
    return (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
  }

  /** The value below which this share of the values lies; {@code share} from 0 to 1. */
  static double percentile(Collection<Double> values, double share) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(share * sorted.size())));
  }
}
