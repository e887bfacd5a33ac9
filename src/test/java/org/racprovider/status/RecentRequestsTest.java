package org.racprovider.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.micrometer.core.instrument.MockClock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecentRequestsTest {

  private static final String COLLECTION = "/providers/rac/";
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final MockClock clock = new MockClock();
  private final RecentRequests requests = new RecentRequests(clock, INTERVAL);

  @Test
  void reportsNoRequestsAtTheStart() {
    assertThat(requests.sample()).isEqualTo(new RecentRequests.Statistics(0, null, null));
  }

  @Test
  void reportsNoLatencyWithoutRequests() {
    // When
    clock.add(INTERVAL);

    // Then
    assertThat(requests.sample()).isEqualTo(new RecentRequests.Statistics(0, null, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {COLLECTION, "/providers/rac/:id/", "/providers/all/"})
  void countsTheRoutesOfProviders(String route) {
    // When
    record(route, 30, 1);

    // Then
    RecentRequests.Statistics recent = sampleAfterInterval();
    assertThat(recent.perSecond()).isEqualTo(0.5);
    assertThat(recent.p50Millis()).isCloseTo(30, withinPercentage(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/providers/rac/events/", "/status/", "unmatched"})
  void ignoresStreamsAndOtherRoutes(String route) {
    // When
    record(route, 4000, 1);

    // Then
    assertThat(sampleAfterInterval()).isEqualTo(new RecentRequests.Statistics(0, null, null));
  }

  @Test
  void percentilesCombineAllRoutes() {
    // When
    record(COLLECTION, 7, 60);
    record("/providers/all/", 15, 38);
    record("/providers/rac/:id/", 9000, 2);

    // Then
    RecentRequests.Statistics recent = sampleAfterInterval();
    assertThat(recent.p50Millis()).isCloseTo(7, withinPercentage(1));
    assertThat(recent.p99Millis()).isCloseTo(9000, withinPercentage(1));
  }

  @Test
  void rateIsTheNumberOfRequestsPerSecondOfAllIntervals() {
    // When
    record(COLLECTION, 1, 10);
    sampleAfterInterval();
    record(COLLECTION, 1, 90);

    // Then
    assertThat(sampleAfterInterval().perSecond()).isEqualTo(25);
  }

  @Test
  void forgetsRequestsThatAreMoreThanFiveIntervalsAgo() {
    // Given
    record(COLLECTION, 3000, 5000);
    sampleAfterInterval();

    // When
    for (int interval = 0; interval < 4; interval++) {
      record(COLLECTION, 1, 1);
      sampleAfterInterval();
    }
    record(COLLECTION, 1, 2);

    // Then
    RecentRequests.Statistics recent = sampleAfterInterval();
    assertThat(recent.perSecond()).isEqualTo(0.6);
    assertThat(recent.p99Millis()).isCloseTo(1, withinPercentage(1));
  }

  private RecentRequests.Statistics sampleAfterInterval() {
    clock.add(INTERVAL);
    return requests.sample();
  }

  private void record(String route, int millis, int times) {
    long nanos = Duration.ofMillis(millis).toNanos();
    IntStream.range(0, times).forEach(i -> requests.record(route, nanos));
  }
}
