package org.racprovider.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the JVM has loaded, linked and learnt in a training run, for later starts to take over. The
 * container image has such a cache too.
 */
record AotCache(Path file) {

  private static final int FIRST_JAVA = 25;
  private static final int SECONDS = 10;
  private static final String JAVA_OPTIONS = "@src/main/docker/java-25.options";

  interface Starter {
    Rig start(List<String> jvmOptions) throws Exception;
  }

  static boolean isPossible(int javaVersion) {
    return javaVersion >= FIRST_JAVA;
  }

  /** The JVM's options that use the cache, and those that the image has for such a Java. */
  List<String> options() {
    return List.of(JAVA_OPTIONS, "-XX:AOTCache=" + file);
  }

  /**
   * Makes the cache.
   *
   * @throws IllegalStateException when the JVM makes none
   */
  void train(Starter starter) throws Exception {
    Files.deleteIfExists(file);
    try (Rig rig = starter.start(List.of(JAVA_OPTIONS, "-XX:AOTCacheOutput=" + file))) {
      rig.warmUp(SECONDS);
    }
    if (Files.notExists(file)) {
      throw new IllegalStateException("The JVM has not written " + file);
    }
  }
}
