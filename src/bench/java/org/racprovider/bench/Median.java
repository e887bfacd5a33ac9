package org.racprovider.bench;

import java.util.Collection;
import java.util.List;

/** Order statistics. */
final class Median {

  private Median() {}

  /** The middle value, or the mean of the two in the middle; NaN of no values. */
  static double of(Collection<Double> values) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    List<Double> sorted = values.stream().sorted().toList();
    int size = sorted.size();
    return (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
  }

  /**
   * The value below which this share of the values lies; NaN of no values.
   *
   * @param share from 0 to 1
   */
  static double percentile(Collection<Double> values, double share) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(share * sorted.size())));
  }
}
