package org.racprovider.bench;

import java.util.Locale;

/** One line for each thing measured, so that a long run can be followed. */
final class Progress {

  private Progress() {}

  static Round of(String label, Round round) {
    of(label, round.load());
    return round;
  }

  static Replies of(String label, Replies replies) {
    System.out.printf(
        Locale.ROOT,
        "%-24s %8.0f/s accepted  p99 %8.2f ms  %8.0f/s refused  p99 %8.2f ms%n",
        label,
        replies.acceptedPerSecond(),
        replies.acceptedPercentile(0.99),
        replies.refusedPerSecond(),
        replies.refusedPercentile(0.99));
    return replies;
  }

  static Load of(String label, Load load) {
    System.out.printf(
        Locale.ROOT,
        "%-24s %8.0f/s  p50 %8.2f ms  p99 %8.2f ms  %d errors%n",
        label,
        load.perSecond(),
        load.p50Millis(),
        load.p99Millis(),
        load.errors());
    return load;
  }
}
