package org.racprovider.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The results for people: a summary to print, and a page of Markdown. */
record Report(Machine machine, int javaVersion, Plan plan, Results results) {

  private static final String PAGE =
      """
      # Benchmark

      %s
      %s
      ## Creating: pgbench with 32 clients, server with 64 connections

      %s
      Medians. Rounds, in turn: %d, of %d s. CPU: seconds for 1,000 providers, the database with all of its processes.

      ## Creating: one at a time

      %s
      ## Creating, by number of connections

      ![Throughput and latency](report.svg)

      %s
      ## Reading, with %,d providers stored and 64 connections

      %s%s
      ## How it was measured

      - pgbench writes the same rows as the server, compared before the first round, over prepared statements, one provider a transaction;
        "one statement" is `src/bench/pgbench/create.sql`, "steps" is `create-steps.sql`.
      - The server is halted while pgbench runs. Before each round the tables are emptied and a CHECKPOINT is made. After each round the rows are counted.
      - Percentiles of wrk are corrected by it for requests that a slow answer kept it from sending; those of pgbench are of one transaction in ten, of all with one client.
      - Loaded providers have two mappings each and no event.
      """;

  String summary() {
    return goals(Goal.all(results, javaVersion));
  }

  String markdown() {
    return PAGE.formatted(
        machine.markdown(),
        summary(),
        comparison(results.manyClients()),
        plan.rounds(),
        plan.seconds(),
        comparison(results.oneClient()),
        sweep(),
        plan.storedProviders(),
        reads(),
        results.manyStored().map(Report::manyStored).orElse(""));
  }

  /** Goals, and whether they are met. */
  static String goals(List<Goal> goals) {
    return table(
        List.of("goal", "wanted", "measured", ""),
        goals.stream()
            .map(goal -> List.of(goal.what(), goal.wanted(), goal.measured(), goal.verdict())));
  }

  private static String comparison(Comparison comparison) {
    return rounds(
        Stream.of(
            row("pgbench, one statement", comparison.oneStatement()),
            row("pgbench, steps", comparison.steps()),
            row("server", comparison.server())),
        "\nServer / pgbench with one statement: **%.2f**\n".formatted(comparison.ratio()));
  }

  private static String manyStored(ManyStored many) {
    return "\n## Creating, with %,d providers stored\n\n".formatted(many.providers())
        + rounds(
            Stream.of(row("stored", many.stored()), row("none stored", many.empty())),
            "\nStored / none stored: **%.2f**\n".formatted(many.ratio()));
  }

  private static String rounds(Stream<List<String>> rows, String below) {
    return table(
            List.of("", "a second", "p50 ms", "p99 ms", "errors", "server CPU s", "database CPU s"),
            rows)
        + below;
  }

  private static List<String> row(String label, Rounds rounds) {
    return List.of(
        label,
        number("%,.0f", rounds.perSecond()),
        number("%.2f", rounds.p50Millis()),
        number("%.2f", rounds.p99Millis()),
        Long.toString(rounds.errors()),
        number("%.3f", rounds.serverCpuPerThousand()),
        number("%.3f", rounds.databaseCpuPerThousand()));
  }

  private String sweep() {
    return loads(
        "connections",
        results.sweep().stream()
            .map(point -> row(Integer.toString(point.connections()), point.load())));
  }

  private String reads() {
    return loads("", results.reads().stream().map(read -> row(read.what(), read.load())));
  }

  private static String loads(String label, Stream<List<String>> rows) {
    return table(List.of(label, "a second", "p50 ms", "p99 ms", "errors"), rows);
  }

  private static List<String> row(String label, Load load) {
    return List.of(
        label,
        number("%,.0f", load.perSecond()),
        number("%.2f", load.p50Millis()),
        number("%.2f", load.p99Millis()),
        Long.toString(load.errors()));
  }

  static String table(List<String> head, Stream<List<String>> rows) {
    List<String> lines = head.stream().map(name -> "---").toList();
    return Stream.concat(Stream.of(head, lines), rows)
        .map(cells -> "| " + String.join(" | ", cells) + " |\n")
        .collect(Collectors.joining());
  }

  /** A dash where it is not known. */
  static String number(String format, double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
  }
}
