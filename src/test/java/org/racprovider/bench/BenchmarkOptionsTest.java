package org.racprovider.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class BenchmarkOptionsTest {

  @Test
  void measuresThreeRoundsByDefault() {
    BenchmarkOptions options = BenchmarkOptions.parse();

    assertThat(options.plan()).isEqualTo(BenchmarkPlan.full(3));
    assertThat(options.plan().connections()).startsWith(1).endsWith(512);
    assertThat(options.database).isNull();
    assertThat(options.overload).isFalse();
  }

  @Test
  void acceptsOptionsTogether() {
    BenchmarkOptions options =
        BenchmarkOptions.parse(
            "--rounds",
            "5",
            "--database",
            "postgresql://u:p@db/x",
            "--java",
            "/jdk/bin/java",
            "--jvm-options",
            "-Xshare:auto -Xlog:cds");

    assertThat(options.plan()).isEqualTo(BenchmarkPlan.full(5));
    assertThat(options.database).isEqualTo("postgresql://u:p@db/x");
    assertThat(options.java).isEqualTo("/jdk/bin/java");
    assertThat(options.jvmOptions).containsExactly("-Xshare:auto", "-Xlog:cds");
  }

  @Test
  void acceptsOptionsInAnyOrder() {
    assertThat(BenchmarkOptions.parse("--quick", "--overload", "--rounds", "2"))
        .usingRecursiveComparison()
        .isEqualTo(BenchmarkOptions.parse("--rounds", "2", "--overload", "--quick"));
  }

  @Test
  void quickRunHasItsOwnReportFolder() {
    assertThat(BenchmarkOptions.parse("--quick").folder())
        .isNotEqualTo(BenchmarkOptions.parse().folder());
  }

  @Test
  void explainsAllOptionsWhenOneIsUnknownOrLacksItsValue() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BenchmarkOptions.parse("--fast"))
        .withMessageContainingAll("--fast", "--quick");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BenchmarkOptions.parse("--java"))
        .withMessageContainingAll("Missing required parameter", "--java", "--quick");
  }
}
