package org.racprovider.attack;

import static org.racprovider.attack.Target.create;

import org.racprovider.support.Providers;

/** Callers with a token who may create providers. */
final class BodyAttacks {

  private static final int MAX_BODY = 1 << 20;

  /** What is left beside large bodies is filled by smaller ones. */
  private static final int[] UNFINISHED = {MAX_BODY, 131_072, 16_384, 2_048};

  private static final int BODIES_OF_A_SIZE = 16;

  private BodyAttacks() {}

  /** {@code {"x":[{},{},...]}} of this size. */
  static String manyObjects(int bytes) {
    return "{\"x\":[" + "{},".repeat(bytes / 3) + "{}]}";
  }

  static void manyValues(Target target, Surroundings ignored, Deadline deadline) throws Exception {
    String token = Target.token("many values", "add");
    String settings = manyObjects(MAX_BODY - 300);
    Crowd.run(target, target.scaled(1), () -> create(token, "values ", settings, ""), deadline);
  }

  static void manyValuesAtOnce(Target target, Surroundings ignored, Deadline deadline)
      throws Exception {
    String token = Target.token("many values", "add");
    String settings = manyObjects(MAX_BODY - 300);
    Crowd.run(target, target.scaled(8), () -> create(token, "values ", settings, ""), deadline);
  }

  /** Ten providers at the start of the list, which others read. */
  static void poisonedList(Target target, Surroundings ignored, Deadline deadline)
      throws Exception {
    String adder = Target.token("poison", "add");
    String settings = manyObjects(300 << 10);
    try (HttpConnection connection = target.connection()) {
      for (int i = 0; i < target.scaled(10); i++) {
        Crowd.exchange(connection, create(adder, "!p ", settings, ""));
      }
    }
    String viewer = Target.token("poisoned", "view");
    byte[] list = HttpConnection.get(Providers.PATH, viewer);
    Crowd.run(target, target.scaled(1), () -> list, deadline);
  }

  static void unfinishedBodies(Target target, Surroundings ignored, Deadline deadline)
      throws Exception {
    String token = Target.token("unfinished", "add");
    Script script = Script.sending(number -> unfinished(token, number));
    Swarm.run(target.port(), target.scaled(UNFINISHED.length * BODIES_OF_A_SIZE), script, deadline);
  }

  private static byte[] unfinished(String token, int number) {
    int length = UNFINISHED[number / BODIES_OF_A_SIZE % UNFINISHED.length];
    String body = " ".repeat(length - 1);
    String head =
        "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
            + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n";
    return HttpConnection.bytes(head.formatted(Providers.PATH, token, length) + body);
  }

  static void longNames(Target target, Surroundings ignored, Deadline deadline) throws Exception {
    String token = Target.token("long names", "add");
    Crowd.run(target, target.scaled(6), () -> create(token, LargeEvents.NAME, "{}", ""), deadline);
  }
}
