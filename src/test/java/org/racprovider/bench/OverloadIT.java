package org.racprovider.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Needs the jar. How fast the answers are is for the long form, on a machine at rest. */
class OverloadIT {

  private static final double PATIENCE_MILLIS = 10_000;
  private static final long SERVED_AT_ONCE = 8;

  @Test
  void refusesWhatIsBeyondTheCapacityAndServesTheRest() throws Exception {
    // When
    OverloadResults results = Overload.run(Options.of("--overload", "--quick"));

    // Then: whether all that was accepted is stored is looked at by the run itself
    Offered most = results.most();
    assertThat(results.offered()).allSatisfy(OverloadIT::assertAnswered);
    assertThat(most.refusedPerSecond()).isPositive();
    assertThat(most.refusedP99()).isLessThan(PATIENCE_MILLIS);
    assertThat(most.acceptedP99()).isLessThan(PATIENCE_MILLIS);
    assertThat(results.afterwards().acceptedPerSecond()).isPositive();
    assertThat(Path.of("target/bench/quick/overload.md")).content().contains("| 5.0 × |");
    assertThat(Path.of("target/bench/quick/overload.svg")).isNotEmptyFile();
  }

  /** Those that are served when the machine pauses for seconds may learn no outcome. */
  private static void assertAnswered(Offered load) {
    assertThat(load.wrong()).isEqualTo(load.unanswered()).isLessThanOrEqualTo(SERVED_AT_ONCE);
  }
}
