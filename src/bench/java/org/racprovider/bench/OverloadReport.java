package org.racprovider.bench;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The results of an overload for people: a summary to print, and a page of Markdown. */
record OverloadReport(Machine machine, Plan plan, OverloadResults results) {

  private static final String PAGE =
      """
      # Overload

      %s
      %s
      ## Creating, by what is offered

      ![Answers and latency](overload.svg)

      Capacity: **%.0f** creates a second, with %s callers who wait for their answers.

      %s
      Medians of %d rounds, in turn, of %d s. "Afterwards" begins when the last request of the overload is answered.

      ## How it was measured

      - The server is made slow, so that a generator on the same machine can offer it five times what it can do: %s,
        and a trigger in the database makes each statement that inserts providers take %d ms more.
      - The generator is an open loop: requests are sent at a steady rate whatever becomes of those before, on connections that are kept.
        Latency counts from when a request was due.
      - After each round the stored providers are counted: they are those that were accepted, and at most those that got no answer besides, or nothing is reported.
      """;

  String summary() {
    return Report.goals(OverloadGoals.all(results));
  }

  String markdown() {
    return PAGE.formatted(
        machine.markdown(),
        summary(),
        results.capacity(),
        Overload.LIMITS.get("RAC_HTTP_MAX_REQUESTS"),
        loads(),
        plan.rounds(),
        plan.pointSeconds(),
        Overload.LIMITS.entrySet().stream()
            .map(l -> "`" + l + "`")
            .collect(Collectors.joining(" ")),
        Overload.STATEMENT_MILLIS);
  }

  private String loads() {
    Stream<List<String>> offered =
        results.offered().stream().map(load -> row(Report.number("%.1f ×", load.share()), load));
    return Report.table(
        List.of(
            "offered / capacity",
            "offered a second",
            "accepted a second",
            "refused a second",
            "p50 ms",
            "p99 ms",
            "p99 / unloaded",
            "p99 ms of refused",
            "wrong"),
        Stream.concat(offered, Stream.of(row("afterwards", results.afterwards()))));
  }

  private List<String> row(String label, Offered load) {
    return List.of(
        label,
        Report.number("%,.0f", load.perSecond()),
        Report.number("%,.0f", load.acceptedPerSecond()),
        Report.number("%,.0f", load.refusedPerSecond()),
        Report.number("%.1f", load.acceptedP50()),
        Report.number("%.1f", load.acceptedP99()),
        Report.number("%.2f", results.slowdown(load)),
        Report.number("%.1f", load.refusedP99()),
        Long.toString(load.wrong()));
  }
}
