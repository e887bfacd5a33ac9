package org.racprovider.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class AxisTest {

  @Test
  void marksRoundNumbersFromZero() {
    Axis axis = Axis.linear(13_400, 310, 50);

    assertThat(axis.marks()).containsExactly(0.0, 5_000.0, 10_000.0, 15_000.0);
    assertThat(axis.place(0)).isEqualTo(310);
    assertThat(axis.place(15_000)).isEqualTo(50);
  }

  @Test
  void placesPowersAtTheSameDistance() {
    Axis axis = Axis.logarithmic(2, DoubleStream.of(1, 512), 0, 90);

    assertThat(axis.marks()).hasSize(10).startsWith(1.0, 2.0).endsWith(512.0);
    assertThat(axis.place(8)).isEqualTo(30);
  }

  @Test
  void spansAPowerWhenAllValuesAreEqual() {
    assertThat(Axis.logarithmic(10, DoubleStream.of(10, 10), 0, 1).marks())
        .containsExactly(10.0, 100.0);
  }
}
