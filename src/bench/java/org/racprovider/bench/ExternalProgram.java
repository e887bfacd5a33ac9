package org.racprovider.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs other programs to their end. */
final class ExternalProgram {

  private ExternalProgram() {}

  /**
   * Runs a program and returns its output, errors included.
   *
   * @throws IllegalStateException if the exit code is not 0
   */
  static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command.get(0) + " failed:\n" + output);
    }
    return output;
  }
}
