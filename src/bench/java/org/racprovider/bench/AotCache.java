package org.racprovider.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the JVM has loaded and linked in a training run, for later starts to take over. The
 * container image has such a cache too.
 */
record AotCache(Path file) {

  private static final int FIRST_JAVA = 25;
  private static final int CREATES = 20;

  interface Starter {
    ServerProcess start(String jvmOption) throws IOException;
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
  void train(Starter starter, Api api, Stored stored) throws Exception {
    Files.deleteIfExists(file);
    try (ServerProcess server = starter.start("-XX:AOTCacheOutput=" + file)) {
      api.awaitReady(server);
      Body body = new Body(stored.flow(), stored.mappings());
      for (int i = 0; i < CREATES; i++) {
        api.createFirst(server, body);
      }
    }
    if (Files.notExists(file)) {
      throw new IllegalStateException("The JVM has not written " + file);
    }
  }
}
