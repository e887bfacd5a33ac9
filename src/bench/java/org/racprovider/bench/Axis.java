package org.racprovider.bench;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * One axis of a chart: from a value to a place on the page.
 *
 * @param scale what makes the axis linear in what is drawn, for example a logarithm
 * @param start where the first mark is drawn
 * @param end where the last mark is drawn
 */
record Axis(DoubleUnaryOperator scale, List<Double> marks, double start, double end) {

  /** From 0 to a round number that is not below the largest. */
  static Axis linear(double largest, double start, double end) {
    double step = roundStep(largest / 5);
    List<Double> marks =
        IntStream.rangeClosed(0, (int) Math.ceil(largest / step)).mapToObj(n -> n * step).toList();
    return new Axis(v -> v, marks, start, end);
  }

  /** Powers of the base that enclose the values. */
  static Axis logarithmic(double base, DoubleStream values, double start, double end) {
    DoubleUnaryOperator scale = v -> Math.log(v) / Math.log(base);
    var exponents = values.filter(v -> v > 0).map(scale).summaryStatistics();
    int first = (int) Math.floor(exponents.getMin() + 1e-9);
    int last = Math.max(first + 1, (int) Math.ceil(exponents.getMax() - 1e-9));
    List<Double> marks =
        IntStream.rangeClosed(first, last).mapToObj(n -> Math.pow(base, n)).toList();
    return new Axis(scale, marks, start, end);
  }

  double place(double value) {
    double first = scale.applyAsDouble(marks.get(0));
    double last = scale.applyAsDouble(marks.get(marks.size() - 1));
    return start + (scale.applyAsDouble(value) - first) / (last - first) * (end - start);
  }

  // 1, 2 or 5 times a power of ten.
  private static double roundStep(double atLeast) {
    double power = Math.pow(10, Math.floor(Math.log10(Math.max(atLeast, 1))));
    return DoubleStream.of(1, 2, 5, 10)
        .map(factor -> factor * power)
        .filter(step -> step >= atLeast)
        .findFirst()
        .orElseThrow();
  }
}
