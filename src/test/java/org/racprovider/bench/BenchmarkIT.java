package org.racprovider.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** Needs the jar, wrk and pgbench. */
class BenchmarkIT {

  private static final Path FOLDER = Path.of("target/bench/quick");

  @Test
  void measuresEverythingInTheQuickMode() throws Exception {
    String missing = LoadGenerators.missing();
    assumeTrue(missing.isEmpty(), missing);

    // When
    Results results = Benchmark.run(Options.of("--quick"));

    // Then
    assertThat(results.manyClients().server().errors()).isZero();
    assertThat(results.manyClients().ratio()).isPositive();
    assertThat(results.manyClients().server().serverCpuPerThousand()).isPositive();
    assertThat(results.manyClients().server().databaseCpuPerThousand()).isPositive();
    assertThat(results.oneClient().oneStatement().p50Millis()).isPositive();
    assertThat(results.sweep()).allSatisfy(point -> assertThat(point.load().errors()).isZero());
    assertThat(results.reads()).allSatisfy(read -> assertThat(read.load().errors()).isZero());
    assertThat(results.peakMebibytes()).isGreaterThan(50);
    assertThat(results.startSeconds()).hasSize(1).allSatisfy(s -> assertThat(s).isPositive());
    assertThat(FOLDER.resolve("report.md")).content().contains("creates a second", "| 64 |");
    assertThat(picture().getElementsByTagName("polyline").getLength()).isEqualTo(3);
  }

  private static Document picture() throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(Files.newInputStream(FOLDER.resolve("report.svg")));
  }
}
