package org.racprovider.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withPrecision;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatencyRecorderTest {

  @Test
  void findsPercentiles() {
    LoadResult result = result(IntStream.rangeClosed(1, 1000).asDoubleStream());

    assertThat(result.p50Millis()).isEqualTo(500, withPrecision(1.0));
    assertThat(result.p99Millis()).isEqualTo(990, withPrecision(1.0));
  }

  @Test
  void findsPercentilesOfASingleValue() {
    LoadResult result = result(DoubleStream.of(0.5));

    assertThat(result.p50Millis()).isEqualTo(0.5, withPrecision(0.001));
    assertThat(result.p99Millis()).isEqualTo(0.5, withPrecision(0.001));
  }

  @Test
  void percentilesOfNoValuesAreUnknown() {
    LoadResult result = result(DoubleStream.empty());

    assertThat(result.p50Millis()).isNaN();
    assertThat(result.p99Millis()).isNaN();
  }

  private static LoadResult result(DoubleStream latencies) {
    LatencyRecorder recorder = new LatencyRecorder();
    latencies.forEach(recorder::record);
    return recorder.result(0, 0, 0, 0);
  }
}
