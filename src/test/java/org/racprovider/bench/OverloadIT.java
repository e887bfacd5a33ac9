package org.racprovider.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.racprovider.support.Tools;

/** Needs the jar, wrk and pgbench. Only the long form, on an idle machine, checks latencies. */
@Tag("long")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class OverloadIT {

  private static final double TIMEOUT_MILLIS = 10_000;
  private static final long SERVED_AT_ONCE = 8;

  @Test
  void rejectsRequestsBeyondTheCapacityAndServesTheOthers() throws Exception {
    Tools.require("wrk");
    Tools.require("pgbench");

    // When
    BenchmarkReport report = Benchmark.run(BenchmarkOptions.parse("--overload", "--quick"));

    // Then: the run itself has checked that exactly the accepted providers are stored
    List<Measurement> levels = report.measurements();
    assertThat(levels).hasSize(2 * 7);
    assertThat(levels).flatExtracting(Measurement::rounds).allSatisfy(OverloadIT::assertValid);
    Measurement accepted = levels.get(2 * 5);
    Measurement rejected = levels.get(2 * 5 + 1);
    assertThat(accepted.name()).startsWith("5.0 × capacity");
    assertThat(rejected.median(LoadResult::perSecond)).isPositive();
    assertThat(rejected.median(LoadResult::p99Millis)).isLessThan(TIMEOUT_MILLIS);
    assertThat(accepted.median(LoadResult::p99Millis)).isLessThan(TIMEOUT_MILLIS);
    assertThat(levels.get(2 * 6).median(LoadResult::perSecond)).isPositive();
    assertThat(Path.of("target/bench/quick/overload.md")).content().contains("| 5.0 × capacity, ");
    assertThat(Path.of("target/bench/quick/overload.csv")).content().hasLineCount(1 + 2 * 7);
  }

  /** If the machine pauses for seconds, the outcome of the requests being served is unknown. */
  private static void assertValid(LoadResult round) {
    assertThat(round.rejected()).isZero();
    assertThat(round.failed()).isLessThanOrEqualTo(SERVED_AT_ONCE);
  }
}
