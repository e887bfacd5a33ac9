package org.racprovider.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the JVM has loaded, linked and learnt in a training run, for later starts to take over. The
 * container image has such a cache too.
 */
record AotCache(Path file) {

  private static final int FIRST_JAVA = 25;
  private static final int SECONDS = 10;

  interface Starter {
    Rig start(String jvmOption) throws Exception;
  }

  static boolean isPossible(int javaVersion) {
    return javaVersion >= FIRST_JAVA;
  }

  /** The JVM option that uses the cache. */
  String option() {
    return "-XX:AOTCache=" + file;
  }

  /**
   * Makes the cache.
   *
   * @throws IllegalStateException when the JVM makes none
   */
  void train(Starter starter) throws Exception {
    Files.deleteIfExists(file);
    try (Rig rig = starter.start("-XX:AOTCacheOutput=" + file)) {
      rig.warmUp(SECONDS);
    }
    if (Files.notExists(file)) {
      throw new IllegalStateException("The JVM has not written " + file);
    }
  }
}
