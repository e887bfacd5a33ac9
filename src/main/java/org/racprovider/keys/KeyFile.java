package org.racprovider.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Reads keys from a file that a setting names instead of containing the keys. */
public final class KeyFile {

  private KeyFile() {}

  /**
   * Reads the file at a path.
   *
   * @throws IllegalArgumentException with the reason, which does not repeat the path: it may be a
   *     key
   */
  public static String read(String path) {
    try {
      return Files.readString(Path.of(path));
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException(
          "is neither the text itself nor the path of a file that can be read");
    }
  }
}
