package org.racprovider.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The value of a setting as its source states it: a string that is not checked yet. */
@FunctionalInterface
interface RawValue {

  /**
   * The string, or {@code null} for "unset".
   *
   * @throws IllegalArgumentException with the reason when the source cannot be read
   */
  String read();

  static RawValue of(String value) {
    return () -> value;
  }

  static RawValue invalid(String reason) {
    return () -> {
      throw new IllegalArgumentException(reason);
    };
  }

  /** A value of a configuration file. */
  static RawValue ofJson(Object value, boolean mayBeNested) {
    boolean nested = value instanceof JsonObject || value instanceof JsonArray;
    return nested && !mayBeNested
        ? invalid("must be a single value")
        : of(value == null ? null : value.toString());
  }

  /** The content of a file, without the line break at its end. */
  static RawValue ofFile(String path) {
    return () -> {
      String content = content(path).replaceFirst("\\R\\z", "");
      if (content.isEmpty()) {
        throw new IllegalArgumentException("the file " + path + " is empty");
      }
      return content;
    };
  }

  private static String content(String path) {
    try {
      return Files.readString(Path.of(path));
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException("cannot read the file " + path);
    }
  }
}
