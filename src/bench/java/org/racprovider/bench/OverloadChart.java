package org.racprovider.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** What is accepted and refused, and how fast, against what is offered. */
record OverloadChart(OverloadResults results) {

  String svg() {
    Axis x = Axis.linear(results.most().share(), Panel.LEFT, Panel.RIGHT);
    return Panel.page(
        "Creates against the load that is offered",
        answers(x),
        latency(x),
        "load offered / capacity");
  }

  private String answers(Axis x) {
    double largest = results.most().perSecond();
    Axis y = Axis.linear(largest, Panel.UPPER_START, Panel.UPPER_END);
    Panel panel = new Panel("Requests a second", x, y);
    return panel.frame()
        + panel.level(results.capacity(), "capacity")
        + line(panel, "refused", Panel.ORANGE, Offered::refusedPerSecond)
        + line(panel, "accepted", Panel.BLUE, Offered::acceptedPerSecond);
  }

  private String latency(Axis x) {
    double most = OverloadGoals.SLOWDOWN * results.least().acceptedP99();
    DoubleStream values =
        DoubleStream.concat(
            DoubleStream.of(most),
            results.offered().stream().flatMapToDouble(OverloadChart::millis));
    Axis y = Axis.logarithmic(10, values, Panel.LOWER_START, Panel.LOWER_END);
    Panel panel = new Panel("Latency in milliseconds", x, y);
    return panel.frame()
        + panel.level(most, "goal for p99 of accepted")
        + line(panel, "p99", Panel.BLUE, Offered::acceptedP99)
        + line(panel, "p50", Panel.GREEN, Offered::acceptedP50)
        + line(panel, "refused p99", Panel.ORANGE, Offered::refusedP99);
  }

  private static DoubleStream millis(Offered load) {
    return DoubleStream.of(load.acceptedP50(), load.acceptedP99(), load.refusedP99());
  }

  private String line(Panel panel, String label, String colour, ToDoubleFunction<Offered> value) {
    List<Offered> loads =
        results.offered().stream()
            .filter(load -> !Double.isNaN(value.applyAsDouble(load)))
            .toList();
    return panel.line(loads, Offered::share, new Panel.Line<>(label, colour, value));
  }
}
