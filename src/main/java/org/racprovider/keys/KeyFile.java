package org.racprovider.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A file named in place of the keys that it holds. */
public final class KeyFile {

  private KeyFile() {}

  /**
   * The text of the file at this path.
   *
   * @throws IllegalArgumentException with the reason, which does not repeat what may be a key
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
