package org.racprovider.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The two programs that have to be installed. */
final class LoadGenerators {

  private static final String ADVICE =
      """
      The benchmark needs wrk and pgbench; not found: %s.
      On Debian and Ubuntu: apt-get install wrk postgresql-contrib""";

  private LoadGenerators() {}

  /** What is not installed, with how to get it; empty where nothing is missing. */
  static String missing() {
    List<String> missing = Stream.of("wrk", "pgbench").filter(name -> !isInstalled(name)).toList();
    return missing.isEmpty() ? "" : ADVICE.formatted(String.join(", ", missing));
  }

  private static boolean isInstalled(String name) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }
}
