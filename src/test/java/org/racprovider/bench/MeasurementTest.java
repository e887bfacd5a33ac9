package org.racprovider.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class MeasurementTest {

  @Test
  void medianIsTheMiddleValueOrTheMeanOfTheTwoMiddleValues() {
    assertThat(Measurement.median(DoubleStream.of(9, 1, 2))).isEqualTo(2);
    assertThat(Measurement.median(DoubleStream.of(4, 1, 2, 9))).isEqualTo(3);
  }

  @Test
  void medianOfNoValuesIsUnknown() {
    assertThat(Measurement.median(DoubleStream.empty())).isNaN();
  }

  @Test
  void showsTheMedianOfTheRoundsAndAllErrors() {
    Measurement measurement = new Measurement("section", "name");
    measurement.add(LoadResult.of(1000, 100, 1, 9, 1, 0).withCpu(0.1, 0.5));
    measurement.add(LoadResult.of(1000, 300, 3, 7, 0, 2).withCpu(0.3, 0.7));
    measurement.add(LoadResult.of(1000, 200, 2, 8, 0, 0).withCpu(0.2, 0.6));

    assertThat(measurement.median(LoadResult::perSecond)).isEqualTo(200);
    assertThat(measurement.median(LoadResult::p50Millis)).isEqualTo(2);
    assertThat(measurement.median(LoadResult::p99Millis)).isEqualTo(8);
    assertThat(measurement.median(LoadResult::serverCpu)).isEqualTo(200);
    assertThat(measurement.median(LoadResult::databaseCpu)).isEqualTo(600);
    assertThat(measurement.errors()).isEqualTo(3);
  }

  @Test
  void ratioIsThatOfTheMedians() {
    Measurement pgbench = new Measurement("section", "pgbench");
    Measurement server = pgbench.compared("server");
    pgbench.add(LoadResult.of(1000, 100, 1, 9, 0, 0));
    server.add(LoadResult.of(1000, 250, 1, 9, 0, 0));

    assertThat(server.ratio()).isEqualTo(2.5);
    assertThat(pgbench.ratio()).isNaN();
  }
}
