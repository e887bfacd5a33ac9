package org.racprovider.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What became of a load; of several rounds the medians count.
 *
 * @param share of the capacity that was offered
 */
record Offered(double share, double perSecond, List<Replies> rounds) {

  double acceptedPerSecond() {
    return median(Replies::acceptedPerSecond);
  }

  double refusedPerSecond() {
    return median(Replies::refusedPerSecond);
  }

  double acceptedP50() {
    return median(replies -> replies.acceptedPercentile(0.5));
  }

  double acceptedP99() {
    return median(replies -> replies.acceptedPercentile(0.99));
  }

  /** NaN where none was refused. */
  double refusedP99() {
    return median(replies -> replies.refusedPercentile(0.99));
  }

  long wrong() {
    return rounds.stream().mapToLong(Replies::wrong).sum();
  }

  /** Those of whom nobody can say whether they are stored; they are wrong too. */
  long unanswered() {
    return rounds.stream().mapToLong(Replies::unanswered).sum();
  }

  private double median(ToDoubleFunction<Replies> value) {
    return Median.of(rounds.stream().mapToDouble(value).boxed().toList());
  }
}
