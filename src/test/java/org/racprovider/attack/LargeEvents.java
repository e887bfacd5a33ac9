package org.racprovider.attack;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Providers with names of nearly 1 MiB, whose events are as large. */
final class LargeEvents {

  static final String NAME = "a".repeat(1_040_000);

  private static final int COUNT = 20;
  private static final long PAUSE_MILLIS = 500;

  private LargeEvents() {}

  /** The server may refuse some of them. */
  static void create(Target target) throws IOException {
    try (HttpConnection connection = target.connection()) {
      for (int i = 0; i < COUNT; i++) {
        create(connection);
      }
    }
  }

  /** Creates one after the other, each when streams have had time to read the one before. */
  static void createUntil(Deadline deadline, Target target)
      throws IOException, InterruptedException {
    try (HttpConnection connection = target.connection()) {
      while (!deadline.hasPassed()) {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        create(connection);
      }
    }
  }

  private static void create(HttpConnection connection) {
    String token = Target.token("large", "add");
    Crowd.exchange(connection, Target.create(token, NAME, "{}", ""));
  }
}
