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
 * @param summary sentences about the conditions
 */
record BenchmarkReport(String summary, List<Goal> goals, List<Measurement> measurements) {

  private static final String PAGE =
      """
      # Benchmark

      See `src/site/markdown/benchmark.md` for how it is measured.

      ## Results

      %s
      %s

      ### Goals

      %s
      %s""";

  private static final String VALUES =
      "per second,ratio,p50 ms,p99 ms,errors,server CPU µs,database CPU µs";

  /** Returns a report of both. */
  BenchmarkReport plus(BenchmarkReport other) {
    return new BenchmarkReport(
        (summary + "\n" + other.summary).strip(),
        Stream.concat(goals.stream(), other.goals.stream()).toList(),
        Stream.concat(measurements.stream(), other.measurements.stream()).toList());
  }

  /**
   * Writes the files and prints the goals.
   *
   * @param name of the files, without extension
   * @param run the facts about the run, as a list
   */
  void write(Path folder, String name, String run) throws IOException {
    Stream<List<Object>> goalRows = goals.stream().map(BenchmarkReport::cells);
    String goalTable = table("goal,wanted,measured,verdict", goalRows);
    Path page = folder.resolve(name + ".md");
    Files.writeString(page, PAGE.formatted(run, summary, goalTable, tables()));
    Files.writeString(folder.resolve(name + ".csv"), csv());
    System.out.println(goalTable + "See " + page + ", and " + name + ".csv for charts.");
  }

  private String tables() {
    return measurements.stream()
        .map(Measurement::section)
        .distinct()
        .map(section -> "\n### " + section + "\n\n" + table(section))
        .collect(Collectors.joining());
  }

  private String table(String section) {
    Stream<Measurement> rows = measurements.stream().filter(m -> m.section().equals(section));
    return table("measurement," + VALUES, rows.map(BenchmarkReport::cells));
  }

  private static List<Object> cells(Goal goal) {
    String wanted = goal.operator() + " " + format(goal.limit());
    return List.of(goal.description(), wanted, goal.measured(), goal.verdict());
  }

  private static List<Object> cells(Measurement measurement) {
    return List.of(
        measurement.name(),
        measurement.median(LoadResult::perSecond),
        measurement.ratio(),
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
        .map(m -> Stream.concat(Stream.of(m.section()), cells(m).stream()))
        .map(cells -> cells.map(cell -> '"' + cell.toString() + '"'))
        .map(cells -> cells.collect(Collectors.joining(",", "", "\n")))
        .collect(Collectors.joining("", "section,measurement," + VALUES + "\n", ""));
  }
}
