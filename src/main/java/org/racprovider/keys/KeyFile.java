package org.racprovider.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Reads keys from a file whose path is the value of a setting. */
public final class KeyFile {

  private KeyFile() {}

  /**
   * Reads the file at a path.
   *
   * @throws IllegalArgumentException with the reason; it does not repeat the path, which may be a
   *     key
   */
  public static String read(String path) {
    try {
      return Files.readString(Path.of(path));
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException(
          "is neither a key nor the path of a file that can be read");
    }
  }
}
