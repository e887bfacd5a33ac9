package org.racprovider.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.w3c.dom.Document;

/** Needs the jar, wrk and pgbench. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class BenchmarkIT {

  private static final Path FOLDER = Path.of("target/bench/quick");

  @Test
  void measuresEverythingInTheQuickMode() throws Exception {
    String missing = LoadGenerators.missing();
    assumeTrue(missing.isEmpty(), missing);

    // When
    Results results = Benchmark.run(Options.of("--quick"));

    // Then
    assertServed(results.manyClients().server().all().stream().map(Round::load));
    assertServed(results.sweep().stream().map(Point::load));
    assertServed(results.reads().stream().map(Read::load));
    assertThat(results.manyClients().ratio()).isPositive();
    assertThat(results.manyClients().server().serverCpuPerThousand()).isPositive();
    assertThat(results.manyClients().server().databaseCpuPerThousand()).isPositive();
    assertThat(results.oneClient().oneStatement().p50Millis()).isPositive();
    assertThat(results.peakMebibytes()).isGreaterThan(50);
    assertThat(results.startSeconds()).hasSize(1).allSatisfy(s -> assertThat(s).isPositive());
    assertThat(FOLDER.resolve("report.md")).content().contains("creates a second", "| 64 |");
    assertThat(picture().getElementsByTagName("polyline").getLength()).isEqualTo(3);
  }

  /** Where the machine pauses some are refused, and that is all. */
  private static void assertServed(Stream<Load> loads) {
    List<Load> all = loads.toList();
    assertThat(all).allSatisfy(load -> assertThat(load.broken()).isZero());
    assertThat(all.stream().mapToLong(Load::refused).sum())
        .isLessThan(all.stream().mapToLong(Load::done).sum());
  }

  private static Document picture() throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(Files.newInputStream(FOLDER.resolve("report.svg")));
  }
}
