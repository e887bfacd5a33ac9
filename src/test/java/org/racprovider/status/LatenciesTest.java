package org.racprovider.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.racprovider.management.Histograms;

class LatenciesTest {

  private static final String COLLECTION = "/providers/rac/";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  @BeforeEach
  void makeHistograms() {
    registry.config().meterFilter(new Histograms());
  }

  @Test
  void addsUpTheRoutesOfProviders() {
    // When
    answer(COLLECTION, 1);
    answer("/providers/rac/:id/", 30);
    answer("/providers/all/", 9000);

    // Then
    assertThat(Latencies.of(registry).count()).isEqualTo(3);
  }

  @Test
  void leavesOutStreamsAndAllElse() {
    // When
    answer("/providers/rac/events/", 4000);
    answer("/status/", 4000);
    answer("unmatched", 4000);

    // Then
    assertThat(Latencies.of(registry).count()).isZero();
  }

  @Test
  void leavesOutWhatCameBefore() {
    // Given
    answer(COLLECTION, 3000);
    Latencies before = Latencies.of(registry);

    // When
    answer(COLLECTION, 1);
    answer("/providers/all/", 1);

    // Then
    Latencies since = Latencies.of(registry).since(before);
    assertThat(since.count()).isEqualTo(2);
    assertThat(since.within(0.99)).isLessThanOrEqualTo(1);
  }

  @Test
  void sharesLieEvenlyBetweenTwoLimits() {
    // When: 50 up to 10 ms, 50 up to 20 ms
    IntStream.range(0, 50).forEach(i -> answer(COLLECTION, 7));
    IntStream.range(0, 50).forEach(i -> answer(COLLECTION, 15));

    // Then
    Latencies latencies = Latencies.of(registry);
    assertThat(latencies.within(0.25)).isCloseTo(7.5, within(0.01));
    assertThat(latencies.within(0.5)).isCloseTo(10, within(0.01));
    assertThat(latencies.within(0.99)).isCloseTo(19.8, within(0.01));
  }

  @Test
  void beyondTheLastLimitItIsThat() {
    // When
    answer(COLLECTION, 60_000);

    // Then
    assertThat(Latencies.of(registry).within(0.5)).isEqualTo(5000);
  }

  @Test
  void ofNothingThereIsNoShare() {
    assertThat(Latencies.of(registry).within(0.5)).isNull();
  }

  private void answer(String route, int millis) {
    registry.timer("rac.http.request", "route", route).record(Duration.ofMillis(millis));
  }
}
