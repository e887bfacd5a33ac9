package org.racprovider.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** Throughput and latency against the number of connections. */
record Chart(Results results) {

  String svg() {
    Axis x =
        Axis.logarithmic(
            2, results.sweep().stream().mapToDouble(Point::connections), Panel.LEFT, Panel.RIGHT);
    return Panel.page(
        "Throughput and latency against the number of connections",
        throughput(x),
        latency(x),
        "connections");
  }

  private String throughput(Axis x) {
    Rounds oneStatement = results.manyClients().oneStatement();
    Rounds steps = results.manyClients().steps();
    double largest = Math.max(largest(point -> point.load().perSecond()), oneStatement.perSecond());
    Axis y = Axis.linear(largest, Panel.UPPER_START, Panel.UPPER_END);
    Panel panel = new Panel("Providers created a second", x, y);
    return panel.frame()
        + panel.level(oneStatement.perSecond(), "pgbench, 32 clients, one statement")
        + panel.level(steps.perSecond(), "pgbench, 32 clients, steps")
        + line(panel, "server", Panel.BLUE, point -> point.load().perSecond());
  }

  private String latency(Axis x) {
    DoubleStream values =
        results.sweep().stream()
            .flatMapToDouble(p -> DoubleStream.of(p.load().p50Millis(), p.load().p99Millis()));
    Axis y = Axis.logarithmic(10, values, Panel.LOWER_START, Panel.LOWER_END);
    Panel panel = new Panel("Latency in milliseconds", x, y);
    return panel.frame()
        + line(panel, "p99", Panel.ORANGE, point -> point.load().p99Millis())
        + line(panel, "p50", Panel.GREEN, point -> point.load().p50Millis());
  }

  private double largest(ToDoubleFunction<Point> value) {
    return results.sweep().stream().mapToDouble(value).max().orElse(1);
  }

  private String line(Panel panel, String label, String colour, ToDoubleFunction<Point> value) {
    List<Point> sweep = results.sweep();
    return panel.line(sweep, Point::connections, new Panel.Line<>(label, colour, value));
  }
}
