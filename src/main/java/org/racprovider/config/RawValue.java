package org.racprovider.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The text that a source gives for a setting. */
@FunctionalInterface
interface RawValue {

  /**
   * The text, {@code null} for "unset".
   *
   * @throws IllegalArgumentException with the reason when the source cannot give it
   */
  String read();

  static RawValue of(String text) {
    return () -> text;
  }

  static RawValue refused(String reason) {
    return () -> {
      throw new IllegalArgumentException(reason);
    };
  }

  /** A value of a configuration file. */
  static RawValue ofJson(Object value, boolean mayBeNested) {
    boolean nested = value instanceof JsonObject || value instanceof JsonArray;
    return nested && !mayBeNested
        ? refused("must be a single value")
        : of(value == null ? null : value.toString());
  }

  /** What a file holds, without the line break at its end. */
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
