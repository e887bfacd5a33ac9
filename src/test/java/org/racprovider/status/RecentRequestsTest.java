package org.racprovider.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RecentRequestsTest {

  private final RecentRequests requests = new RecentRequests(answered(100), 0);

  @Test
  void atTheStartThereAreNone() {
    assertThat(requests.perSecond()).isZero();
    assertThat(requests.latencies().count()).isZero();
  }

  @Test
  void rateIsTheDifferenceOverTheTimeBetween() {
    // When
    requests.add(answered(110), seconds(2));
    requests.add(answered(200), seconds(4));

    // Then
    assertThat(requests.perSecond()).isEqualTo(25);
  }

  @Test
  void forgetsWhatIsLongerAgoThanFiveSteps() {
    // When
    requests.add(answered(5000), seconds(2));
    for (int step = 2; step <= 6; step++) {
      requests.add(answered(5000 + step), seconds(2 * step));
    }

    // Then
    assertThat(requests.latencies().count()).isEqualTo(6);
    assertThat(requests.perSecond()).isEqualTo(0.6);
  }

  private static Latencies answered(double count) {
    return new Latencies(new TreeMap<>(Map.of(Double.POSITIVE_INFINITY, count)));
  }

  private static long seconds(int seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }
}
