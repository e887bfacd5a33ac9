package org.racprovider.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** One diagram of a picture in SVG, in colours for light and dark. */
record Panel(String title, Axis x, Axis y) {

  /** A line of a panel: how it is drawn, and what it shows of each point. */
  record Line<T>(String label, String colour, ToDoubleFunction<T> value) {}

  static final double LEFT = 70;
  static final double RIGHT = 650;
  static final double UPPER_START = 310;
  static final double UPPER_END = 50;
  static final double LOWER_START = 610;
  static final double LOWER_END = 390;

  static final String BLUE = "#2f81f7";
  static final String ORANGE = "#d4762c";
  static final String GREEN = "#3a9d5d";

  private static final int WIDTH = 760;
  private static final int HEIGHT = 660;
  private static final String GREY = "#7d8590";

  private static final String PAGE =
      """
      <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d"
           font-family="system-ui, sans-serif" font-size="12" fill="%3$s">
      <title>%4$s</title>
      %5$s</svg>
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

  /**
   * A picture of two panels.
   *
   * @param across what their common axis shows
   */
  static String page(String title, String upper, String lower, String across) {
    String below = text((LEFT + RIGHT) / 2, HEIGHT - 8, "middle", across, 12);
    return PAGE.formatted(WIDTH, HEIGHT, GREY, title, upper + lower + below);
  }

  /** The axes and the title. */
  String frame() {
    StringBuilder frame = new StringBuilder(text(LEFT, y.end() - 22, "start", title, 15));
    for (double mark : y.marks()) {
      double place = y.place(mark);
      frame.append(rule(LEFT, place, RIGHT, place));
      frame.append(text(LEFT - 8, place + 4, "end", number(mark), 12));
    }
    for (double mark : x.marks()) {
      double place = x.place(mark);
      frame.append(rule(place, y.start(), place, y.start() + 5));
      frame.append(text(place, y.start() + 19, "middle", format("%.0f", mark), 12));
    }
    return frame.toString();
  }

  /** A line through points. */
  <T> String line(List<T> points, ToDoubleFunction<T> across, Line<T> line) {
    ToDoubleFunction<T> left = point -> x.place(across.applyAsDouble(point));
    ToDoubleFunction<T> top = point -> y.place(line.value().applyAsDouble(point));
    Function<String, String> each =
        format ->
            points.stream()
                .map(point -> format(format, left.applyAsDouble(point), top.applyAsDouble(point)))
                .collect(Collectors.joining());
    return LINE.formatted(line.colour(), each.apply("%.1f,%.1f "))
        + each.apply("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>\n")
        + text(
            RIGHT + 8,
            top.applyAsDouble(points.get(points.size() - 1)) + 4,
            "start",
            line.label(),
            13)
        + "</g>\n";
  }

  /** A value that does not depend on the points. */
  String level(double value, String label) {
    double place = y.place(value);
    return format(LEVEL, LEFT, place, RIGHT, GREY)
        + text(LEFT + 6, place - 5, "start", label + ": " + format("%,.0f", value), 12);
  }

  private static String number(double value) {
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
