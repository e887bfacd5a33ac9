package org.racprovider.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** Throughput and latency against the number of connections, in colours for light and dark. */
record Chart(Results results) {

  private static final int WIDTH = 760;
  private static final int HEIGHT = 660;
  private static final double LEFT = 70;
  private static final double RIGHT = WIDTH - 110;

  private static final String GREY = "#7d8590";
  private static final String BLUE = "#2f81f7";
  private static final String ORANGE = "#d4762c";
  private static final String GREEN = "#3a9d5d";

  private static final String PAGE =
      """
      <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d"
           font-family="system-ui, sans-serif" font-size="12" fill="%3$s">
      <title>Throughput and latency against the number of connections</title>
      %4$s</svg>
      """;

  private static final String LINE =
      """
      <g fill="%1$s">
      <polyline points="%2$s" fill="none" stroke="%1$s" stroke-width="2"/>
      """;

  private static final String LEVEL =
      """
      <path d="M%.1f %.1fH%.1f" stroke="%s" stroke-width="1.5" stroke-dasharray="6 4"/>
      """;

  private record Panel(Axis x, Axis y) {

    double x(Point point) {
      return x.place(point.connections());
    }

    double y(ToDoubleFunction<Point> value, Point point) {
      return y.place(value.applyAsDouble(point));
    }
  }

  String svg() {
    List<Point> sweep = results.sweep();
    Axis x = Axis.logarithmic(2, sweep.stream().mapToDouble(Point::connections), LEFT, RIGHT);
    return PAGE.formatted(WIDTH, HEIGHT, GREY, throughput(x) + latency(x));
  }

  private String throughput(Axis x) {
    Rounds oneStatement = results.manyClients().oneStatement();
    Rounds steps = results.manyClients().steps();
    double largest = Math.max(largest(point -> point.load().perSecond()), oneStatement.perSecond());
    Panel panel = new Panel(x, Axis.linear(largest, 310, 50));
    return text(LEFT, 28, "start", "Providers created a second", 15)
        + grid(panel)
        + level(panel, oneStatement.perSecond(), "pgbench, 32 clients, one statement")
        + level(panel, steps.perSecond(), "pgbench, 32 clients, steps")
        + line(panel, point -> point.load().perSecond(), BLUE, "server");
  }

  private String latency(Axis x) {
    DoubleStream values =
        results.sweep().stream()
            .flatMapToDouble(p -> DoubleStream.of(p.load().p50Millis(), p.load().p99Millis()));
    Panel panel = new Panel(x, Axis.logarithmic(10, values, 610, 390));
    return text(LEFT, 368, "start", "Latency in milliseconds", 15)
        + grid(panel)
        + line(panel, point -> point.load().p99Millis(), ORANGE, "p99")
        + line(panel, point -> point.load().p50Millis(), GREEN, "p50")
        + text((LEFT + RIGHT) / 2, HEIGHT - 8, "middle", "connections", 12);
  }

  private double largest(ToDoubleFunction<Point> value) {
    return results.sweep().stream().mapToDouble(value).max().orElse(1);
  }

  private static String grid(Panel panel) {
    StringBuilder grid = new StringBuilder();
    for (double mark : panel.y().marks()) {
      double y = panel.y().place(mark);
      grid.append(rule(LEFT, y, RIGHT, y));
      grid.append(text(LEFT - 8, y + 4, "end", mark(mark), 12));
    }
    for (double mark : panel.x().marks()) {
      double x = panel.x().place(mark);
      grid.append(rule(x, panel.y().start(), x, panel.y().start() + 5));
      grid.append(text(x, panel.y().start() + 19, "middle", format("%.0f", mark), 12));
    }
    return grid.toString();
  }

  private String line(Panel panel, ToDoubleFunction<Point> value, String colour, String label) {
    List<Point> sweep = results.sweep();
    String places = each(p -> format("%.1f,%.1f ", panel.x(p), panel.y(value, p)));
    String dots =
        each(
            p ->
                format(
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>\n", panel.x(p), panel.y(value, p)));
    Point last = sweep.get(sweep.size() - 1);
    return LINE.formatted(colour, places)
        + dots
        + text(RIGHT + 8, panel.y(value, last) + 4, "start", label, 13)
        + "</g>\n";
  }

  private static String level(Panel panel, double value, String label) {
    double y = panel.y().place(value);
    return format(LEVEL, LEFT, y, RIGHT, GREY)
        + text(LEFT + 6, y - 5, "start", label + ": " + format("%,.0f", value), 12);
  }

  private String each(Function<Point, String> drawn) {
    return results.sweep().stream().map(drawn).collect(Collectors.joining());
  }

  private static String mark(double value) {
    return value > 0 && value < 1 ? format("%.2g", value) : format("%,.0f", value);
  }

  private static String rule(double x1, double y1, double x2, double y2) {
    return format(
        "<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"%s\" stroke-opacity=\"0.35\"/>\n",
        x1, y1, x2, y2, GREY);
  }

  private static String text(double x, double y, String anchor, String text, int size) {
    return format(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"%d\">%s</text>\n",
        x, y, anchor, size, text);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
