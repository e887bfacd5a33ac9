package org.racprovider.attack;

import java.io.IOException;

/** Providers with names of nearly 1 MiB, whose events are as large. */
final class LargeEvents {

  static final String NAME = "a".repeat(1_040_000);

  private static final int COUNT = 20;

  private LargeEvents() {}

  /** The server may refuse some of them. */
  static void create(Target target) throws IOException {
    String token = Target.token("large", "add");
    try (HttpConnection connection = target.connection()) {
      for (int i = 0; i < COUNT; i++) {
        Crowd.exchange(connection, Target.create(token, NAME, "{}", ""));
      }
    }
  }
}
