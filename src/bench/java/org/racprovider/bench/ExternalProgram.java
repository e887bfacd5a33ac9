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
    return output(start(command));
  }

  /** Starts a program whose output is short. */
  static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Waits for the end of a program, and returns what {@link #run} returns. */
  static String output(Process process) throws IOException, InterruptedException {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("A program failed:\n" + output);
    }
    return output;
  }
}
