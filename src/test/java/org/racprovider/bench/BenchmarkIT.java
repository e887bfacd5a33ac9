package org.racprovider.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.racprovider.support.Tools;

/** Needs the jar, wrk and pgbench. */
@Tag("long")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class BenchmarkIT {

  private static final Path FOLDER = Path.of("target/bench/quick");

  @Test
  void measuresEverythingInTheQuickMode() throws Exception {
    Tools.require("wrk");
    Tools.require("pgbench");

    // When
    BenchmarkReport report = Benchmark.run(BenchmarkOptions.parse("--quick"));

    // Then
    Measurement server = measurement(report, "server, connections: 64");
    assertServed(rounds(report, "Creates, warm server", 7));
    assertServed(rounds(report, "Creates, cold server", 3));
    assertServed(rounds(report, "Creates while lists are read", 3));
    assertServed(rounds(report, "Reads, 1,000 stored", 7));
    assertServed(rounds(report, "Reads, 2,000 stored", 7));
    assertServed(rounds(report, "Creates, 2,000 stored", 1));
    assertThat(server.median(LoadResult::serverCpu)).isPositive();
    assertThat(server.median(LoadResult::databaseCpu)).isPositive();
    assertThat(measurement(report, "pgbench, clients: 1").median(LoadResult::p50Millis))
        .isPositive();
    assertThat(report.goals()).hasSize(25);
    assertThat(measured(report, "peak memory of the server (MiB)")).isGreaterThan(50);
    assertThat(report.goals().stream().filter(goal -> Double.isNaN(goal.measured())))
        .extracting(Goal::description)
        .containsExactly("creates / pgbench, 2 and 4 connections");
    assertThat(FOLDER.resolve("report.md"))
        .content()
        .contains("| creates / pgbench, 1 connection |", "| server, connections: 64 |");
    assertThat(FOLDER.resolve("report.csv"))
        .content()
        .contains("\"Creates, warm server\",\"server, connections: 64\"")
        .hasLineCount(1 + report.measurements().size());
  }

  /** If the machine pauses, the server rejects some requests; all others must succeed. */
  private static void assertServed(List<LoadResult> rounds) {
    assertThat(rounds).allSatisfy(round -> assertThat(round.failed()).isZero());
    assertThat(rounds.stream().mapToLong(LoadResult::rejected).sum())
        .isLessThan(rounds.stream().mapToLong(LoadResult::requests).sum());
  }

  private static List<LoadResult> rounds(BenchmarkReport report, String section, int size) {
    Stream<Measurement> measurements =
        report.measurements().stream().filter(m -> m.section().equals(section));
    List<LoadResult> rounds = measurements.flatMap(m -> m.rounds().stream()).toList();
    assertThat(rounds).hasSize(size);
    return rounds;
  }

  private static Measurement measurement(BenchmarkReport report, String name) {
    return report.measurements().stream()
        .filter(measurement -> measurement.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static double measured(BenchmarkReport report, String goal) {
    return report.goals().stream()
        .filter(each -> each.description().equals(goal))
        .findFirst()
        .orElseThrow()
        .measured();
  }
}
