package org.racprovider.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * What values a setting takes.
 *
 * @param <T> what its text is read into
 */
@FunctionalInterface
interface SettingType<T> {

  /**
   * The value that the text stands for.
   *
   * @throws IllegalArgumentException whose message says what the text must be, and never the text
   */
  T parse(String text);

  static SettingType<String> text() {
    return matching(Pattern.compile(".*\\S.*", Pattern.DOTALL), "must not be empty");
  }

  static SettingType<Boolean> bool() {
    return text ->
        switch (text) {
          case "true" -> true;
          case "false" -> false;
          default -> throw new IllegalArgumentException("must be true or false");
        };
  }

  static SettingType<Integer> integer(int min, int max) {
    return text -> integer(text, "must be a whole number from %d to %d", min, max);
  }

  static SettingType<Duration> seconds(int min, int max) {
    return text ->
        Duration.ofSeconds(
            integer(text, "must be a whole number of seconds from %d to %d", min, max));
  }

  static SettingType<Path> path() {
    return text -> {
      try {
        return Path.of(text);
      } catch (InvalidPathException e) {
        throw new IllegalArgumentException("must be a path");
      }
    };
  }

  static SettingType<String> basePath() {
    Pattern form = Pattern.compile("(/[A-Za-z0-9._~-]+)*");
    return matching(form, "must be empty, or start with a slash and not end with one");
  }

  static SettingType<String> secret(int minBytes) {
    return text -> {
      if (text.getBytes(StandardCharsets.UTF_8).length < minBytes) {
        throw new IllegalArgumentException("must have " + minBytes + " bytes or more");
      }
      return text;
    };
  }

  /** What may stand in an HTTP header. */
  static SettingType<String> token() {
    return matching(Pattern.compile("[!-~]+"), "must be ASCII without blanks");
  }

  private static SettingType<String> matching(Pattern form, String otherwise) {
    return text -> {
      if (!form.matcher(text).matches()) {
        throw new IllegalArgumentException(otherwise);
      }
      return text;
    };
  }

  private static int integer(String text, String otherwise, int min, int max) {
    if (text.matches("-?[0-9]{1,10}")) {
      long value = Long.parseLong(text);
      if (min <= value && value <= max) {
        return (int) value;
      }
    }
    throw new IllegalArgumentException(otherwise.formatted(min, max));
  }
}
