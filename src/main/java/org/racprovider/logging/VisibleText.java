package org.racprovider.logging;

/**
 * Replaces characters that a terminal or a reader of logs may act on: control characters, marks of
 * text direction and line separators. They become {@code \}{@code uXXXX}, as in JSON.
 */
final class VisibleText {

  private VisibleText() {}

  /** The text without such characters. */
  static String of(String text) {
    return escape(text, "");
  }

  /** The text without such characters, for a place between double quotes. */
  static String quoted(String text) {
    return escape(text, "\"\\");
  }

  /** The lines without such characters. Only the first one begins in the first column. */
  static String ofLines(String lines) {
    StringBuilder visible = new StringBuilder(lines.length());
    lines
        .lines()
        .forEach(
            line -> {
              boolean indented = line.startsWith("\t") || visible.isEmpty();
              visible.append(indented ? "" : "\t");
              visible.append(line.startsWith("\t") ? "\t" : "");
              visible.append(of(line.stripLeading())).append(System.lineSeparator());
            });
    return visible.toString();
  }

  private static String escape(String text, String alsoEscaped) {
    for (int i = 0; i < text.length(); i++) {
      if (isHidden(text.charAt(i)) || alsoEscaped.indexOf(text.charAt(i)) >= 0) {
        return escapeFrom(i, text, alsoEscaped);
      }
    }
    return text;
  }

  private static String escapeFrom(int start, String text, String alsoEscaped) {
    StringBuilder escaped = new StringBuilder(text.length() + 16).append(text, 0, start);
    for (int i = start; i < text.length(); i++) {
      char next = text.charAt(i);
      if (isHidden(next)) {
        escaped.append("\\u%04x".formatted((int) next));
      } else if (alsoEscaped.indexOf(next) >= 0) {
        escaped.append('\\').append(next);
      } else {
        escaped.append(next);
      }
    }
    return escaped.toString();
  }

  private static boolean isHidden(char character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
