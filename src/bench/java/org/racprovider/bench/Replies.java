package org.racprovider.bench;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/** How creates were answered in some time. */
record Replies(List<Reply> all, double seconds) {

  long accepted() {
    return count(Reply::isAccepted);
  }

  double acceptedPerSecond() {
    return accepted() / seconds;
  }

  double refusedPerSecond() {
    return count(Reply::isRefused) / seconds;
  }

  double acceptedPercentile(double share) {
    return percentile(Reply::isAccepted, share);
  }

  double refusedPercentile(double share) {
    return percentile(Reply::isRefused, share);
  }

  /** Neither accepted nor refused as it should be. */
  long wrong() {
    return count(reply -> !reply.isAccepted() && !(reply.isRefused() && reply.retryAfter()));
  }

  /** Those of whom nobody can say whether they are stored. */
  long unanswered() {
    return count(Reply::isUnanswered);
  }

  private long count(Predicate<Reply> which) {
    return all.stream().filter(which).count();
  }

  private double percentile(Predicate<Reply> which, double share) {
    Collection<Double> millis = all.stream().filter(which).map(Reply::millis).toList();
    return Median.percentile(millis, share);
  }
}
