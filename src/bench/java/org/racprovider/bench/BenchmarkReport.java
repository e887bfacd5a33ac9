package org.racprovider.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The results of a benchmark. They are written as a Markdown page, and as a CSV file for programs
 * that draw charts.
 *
 * @param name of the files, without extension
 * @param summary sentences about the whole run
 */
record BenchmarkReport(
    String name, String summary, List<Goal> goals, List<Measurement> measurements) {

  private static final String PAGE =
      """
      # Benchmark

      %s
      %s
      %s

      %s
      Each number is the median of its rounds. CPU is processor time in seconds for 1,000 requests.
      See `src/site/markdown/benchmark.md` for how it is measured.
      """;

  private static final String MEASUREMENTS =
      "section,measurement,per second,p50 ms,p99 ms,errors,server CPU s,database CPU s";

  /** Writes the files and prints the goals. */
  void write(Path folder, String machine) throws IOException {
    Stream<List<Object>> goalRows = goals.stream().map(BenchmarkReport::cells);
    String goalTable = table("goal,wanted,measured,verdict", goalRows);
    String table = table(MEASUREMENTS, measurements.stream().map(BenchmarkReport::cells));
    Path page = folder.resolve(name + ".md");
    Files.writeString(page, PAGE.formatted(machine, goalTable, summary, table));
    Files.writeString(folder.resolve(name + ".csv"), csv());
    System.out.println(goalTable + "See " + page + ", and " + name + ".csv for charts.");
  }

  private static List<Object> cells(Goal goal) {
    String wanted = goal.operator() + " " + format(goal.limit());
    return List.of(goal.description(), wanted, goal.measured(), goal.verdict());
  }

  private static List<Object> cells(Measurement measurement) {
    return List.of(
        measurement.section(),
        measurement.name(),
        measurement.median(LoadResult::perSecond),
        measurement.median(LoadResult::p50Millis),
        measurement.median(LoadResult::p99Millis),
        measurement.errors(),
        measurement.median(LoadResult::serverCpu),
        measurement.median(LoadResult::databaseCpu));
  }

  private static String table(String columns, Stream<List<Object>> rows) {
    List<Object> head = List.of((Object[]) columns.split(","));
    List<Object> line = Collections.nCopies(head.size(), "---");
    return Stream.concat(Stream.of(head, line), rows)
        .map(cells -> cells.stream().map(BenchmarkReport::format))
        .map(cells -> cells.collect(Collectors.joining(" | ", "| ", " |\n")))
        .collect(Collectors.joining());
  }

  /** Numbers have three significant digits, or all digits before the decimal point. */
  private static String format(Object cell) {
    if (!(cell instanceof Number number)) {
      return cell.toString();
    }
    double value = number.doubleValue();
    if (Double.isNaN(value)) {
      return "–";
    }
    boolean whole = value >= 100 || value == Math.rint(value);
    return String.format(Locale.ROOT, whole ? "%,.0f" : value < 1 ? "%.3f" : "%.2f", value);
  }

  private String csv() {
    return measurements.stream()
        .map(BenchmarkReport::cells)
        .map(cells -> cells.stream().map(cell -> '"' + cell.toString() + '"'))
        .map(cells -> cells.collect(Collectors.joining(",", "", "\n")))
        .collect(Collectors.joining("", MEASUREMENTS + "\n", ""));
  }
}
