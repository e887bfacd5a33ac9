package org.racprovider.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MedianTest {

  @Test
  void isTheMiddleOrTheMeanOfTheTwoInTheMiddle() {
    assertThat(Median.of(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
    assertThat(Median.of(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(3);
  }

  @Test
  void isUnknownOfNoValues() {
    assertThat(Median.of(List.of())).isNaN();
    assertThat(Median.percentile(List.of(), 0.5)).isNaN();
  }

  @Test
  void findsPercentilesOfAnyNumberOfValues() {
    List<Double> hundred = IntStream.range(0, 100).mapToObj(Double::valueOf).toList();

    assertThat(Median.percentile(hundred, 0.99)).isEqualTo(99);
    assertThat(Median.percentile(List.of(5.0), 0.99)).isEqualTo(5);
  }
}
