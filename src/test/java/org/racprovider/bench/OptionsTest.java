package org.racprovider.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OptionsTest {

  @Test
  void measuresEverythingButTheMillionByDefault() {
    Options options = Options.of();

    assertThat(options.plan()).isEqualTo(Plan.full());
    assertThat(options.plan().manyProviders()).isZero();
    assertThat(options.plan().connections()).startsWith(1).endsWith(512);
    assertThat(options.database()).isEmpty();
  }

  @Test
  void takesOptionsTogether() {
    Options options =
        Options.of(
            "--million",
            "--rounds",
            "5",
            "--database",
            "postgresql://u:p@db/x",
            "--java",
            "/jdk/bin/java",
            "--jvm-options",
            "-Xshare:auto -Xlog:cds");

    assertThat(options.plan()).isEqualTo(Plan.full().withRounds(5).withManyProviders(1_000_000));
    assertThat(options.database()).contains("postgresql://u:p@db/x");
    assertThat(options.java()).isEqualTo(Path.of("/jdk/bin/java"));
    assertThat(options.jvmOptions()).containsExactly("-Xshare:auto", "-Xlog:cds");
  }

  @Test
  void offersTooMuchOnlyWhenAsked() {
    assertThat(Options.of().overload()).isFalse();
    assertThat(Options.of("--quick", "--overload")).isEqualTo(Options.of("--overload", "--quick"));
  }

  @Test
  void keepsTheReportOfAFullRunApart() {
    assertThat(Options.of("--quick").folder()).isNotEqualTo(Options.of().folder());
  }

  @Test
  void explainsItselfWhenAnOptionIsUnknownOrLacksItsValue() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.of("--fast"))
        .withMessageContainingAll("--fast", "--quick");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.of("--java"))
        .withMessageContaining("--java needs a value");
  }
}
