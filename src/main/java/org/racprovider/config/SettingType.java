package org.racprovider.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The values that a setting may have.
 *
 * @param <T> the type of the value in Java
 */
@FunctionalInterface
interface SettingType<T> {

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException whose message states the rule and never repeats the value
   */
  T parse(String value);

  static SettingType<String> string() {
    return matching(Pattern.compile(".*\\S.*", Pattern.DOTALL), "must not be empty");
  }

  static SettingType<Boolean> bool() {
    return value ->
        switch (value) {
          case "true" -> true;
          case "false" -> false;
          default -> throw new IllegalArgumentException("must be true or false");
        };
  }

  static SettingType<Integer> integer(int min, int max) {
    return value -> integer(value, "must be a whole number from %d to %d", min, max);
  }

  static SettingType<Duration> seconds(int min, int max) {
    return value ->
        Duration.ofSeconds(
            integer(value, "must be a whole number of seconds from %d to %d", min, max));
  }

  static SettingType<Path> path() {
    return value -> {
      try {
        return Path.of(value);
      } catch (InvalidPathException e) {
        throw new IllegalArgumentException("must be a path");
      }
    };
  }

  /**
   * A file that holds at least one X.509 certificate in PEM form, so that both drivers can use it.
   */
  static SettingType<Path> certificates() {
    return value -> {
      Path file = path().parse(value);
      if (!holdsCertificates(file)) {
        throw new IllegalArgumentException("must be the path of a file with PEM certificates");
      }
      return file;
    };
  }

  private static boolean holdsCertificates(Path file) {
    try {
      byte[] pem = Files.readAllBytes(file);
      return new String(pem, StandardCharsets.US_ASCII).contains("-----BEGIN CERTIFICATE-----")
          && !CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))
              .isEmpty();
    } catch (IOException | CertificateException e) {
      return false;
    }
  }

  static SettingType<String> basePath() {
    Pattern form = Pattern.compile("(/[A-Za-z0-9._~-]+)*");
    return matching(form, "must be empty, or start with a slash and not end with one");
  }

  static SettingType<String> secret(int minBytes) {
    return value -> {
      if (value.getBytes(StandardCharsets.UTF_8).length < minBytes) {
        throw new IllegalArgumentException("must have " + minBytes + " bytes or more");
      }
      return value;
    };
  }

  /** A token that may be sent in an HTTP header. */
  static SettingType<String> token() {
    return matching(Pattern.compile("[!-~]+"), "must be ASCII without blanks");
  }

  private static SettingType<String> matching(Pattern form, String rule) {
    return value -> {
      if (!form.matcher(value).matches()) {
        throw new IllegalArgumentException(rule);
      }
      return value;
    };
  }

  private static int integer(String value, String rule, int min, int max) {
    if (value.matches("-?[0-9]{1,10}")) {
      long number = Long.parseLong(value);
      if (min <= number && number <= max) {
        return (int) number;
      }
    }
    throw new IllegalArgumentException(rule.formatted(min, max));
  }
}
