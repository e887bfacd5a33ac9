package org.racprovider.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkReportTest {

  @TempDir Path folder;

  @Test
  void showsGoalsAndMeasurements() throws IOException {
    write();

    assertThat(folder.resolve("report.md"))
        .content()
        .contains(
            "- a machine\n",
            "| goal | wanted | measured | verdict |\n| --- | --- | --- | --- |\n",
            "| fast | ≥ 2 | 3.14 | met |",
            "| slow | ≤ 0.500 | 0.600 | missed |",
            "| skipped | ≤ 1 | – | not measured |",
            "Everything went well.",
            "### reads\n\n| measurement | per second | ratio |",
            "| list, any page | 12,346 | – | 0.500 | 7 | 1 | – | – |",
            "| list, first page | 24,691 | 2 | 0.500 | 7 | 1 | – | – |");
  }

  @Test
  void writesAllDigitsForOtherPrograms() throws IOException {
    write();

    assertThat(folder.resolve("report.csv"))
        .hasContent(
            """
            section,measurement,per second,ratio,p50 ms,p99 ms,errors,server CPU µs,database CPU µs
            "reads","list, any page","12345.67","NaN","0.5","7.0","1","NaN","NaN"
            "reads","list, first page","24691.34","2.0","0.5","7.0","1","NaN","NaN"
            """);
  }

  private void write() throws IOException {
    Measurement reads = new Measurement("reads", "list, any page");
    reads.add(LoadResult.of(50_000, 12345.67, 0.5, 7, 1, 0));
    Measurement others = reads.compared("list, first page");
    others.add(LoadResult.of(50_000, 24691.34, 0.5, 7, 1, 0));
    List<Goal> goals =
        List.of(
            Goal.atLeast("fast", 2, 3.14159),
            Goal.atMost("slow", 0.5, 0.6),
            Goal.atMost("skipped", 1, Double.NaN));
    new BenchmarkReport("Everything went well.", goals, List.of(reads, others))
        .write(folder, "report", "- a machine\n");
  }
}
