package org.racprovider.support;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds programs that some tests need but that may not be installed. */
public final class Tools {

  /** {@code .ci/run} sets it, so that no test is skipped there. */
  private static final String ALL_REQUIRED = "TEST_TOOLS_REQUIRED";

  private Tools() {}

  /**
   * The path of a program. If it is missing, the test is skipped, or fails if the environment
   * variable {@code TEST_TOOLS_REQUIRED} is {@code true}.
   */
  public static Path require(String program) {
    Optional<Path> found = find(program);
    require(found.isPresent(), program);
    return found.orElseThrow();
  }

  /** Skips or fails the test as {@link #require(String)} does, if something is missing. */
  public static void require(boolean installed, String name) {
    if (!installed) {
      String reason = name + " is not installed";
      if (Boolean.parseBoolean(System.getenv(ALL_REQUIRED))) {
        fail(reason);
      }
      abort(reason);
    }
  }

  private static Optional<Path> find(String program) {
    Stream<String> path = Arrays.stream(System.getenv("PATH").split(File.pathSeparator));
    return Stream.concat(path, Stream.of("/usr/sbin"))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
