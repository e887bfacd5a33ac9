package org.racprovider.attack;

import static org.racprovider.attack.Target.create;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.racprovider.support.Providers;

/** Bodies of creates that JSON and HTTP allow, but that few clients send. */
final class OddBodies {

  private static final int SIZE = 1_000_000;
  private static final int CONNECTIONS = 100;
  private static final int CLIENTS = 4;
  private static final int MAX_DEPTH = 490;

  private OddBodies() {}

  static void deepValues(Target target, Surroundings ignored, Deadline deadline) throws Exception {
    String deep = "{\"a\":".repeat(MAX_DEPTH) + "1" + "}".repeat(MAX_DEPTH);
    values(target, (deep + ",").repeat(SIZE / deep.length() - 1) + deep, deadline);
  }

  static void longNumbers(Target target, Surroundings ignored, Deadline deadline) throws Exception {
    String number = "9".repeat(100_000);
    values(target, (number + ",").repeat(9) + number, deadline);
  }

  static void largeExponents(Target target, Surroundings ignored, Deadline deadline)
      throws Exception {
    values(target, "1e999999999,".repeat(SIZE / 12 - 1) + "1", deadline);
  }

  static void largeDecimals(Target target, Surroundings ignored, Deadline deadline)
      throws Exception {
    values(target, "1e130000,".repeat(100) + "1", deadline);
  }

  static void escapes(Target target, Surroundings ignored, Deadline deadline) throws Exception {
    String escaped = "\"" + "\\u00e9".repeat(SIZE / 6 - 1) + "\"";
    values(target, escaped, deadline);
  }

  static void doubledKeys(Target target, Surroundings ignored, Deadline deadline) throws Exception {
    String object = "{" + "\"a\":1,".repeat(SIZE / 6 - 1) + "\"a\":1}";
    values(target, object, deadline);
  }

  static void manyKeys(Target target, Surroundings ignored, Deadline deadline) throws Exception {
    String keys =
        IntStream.range(0, SIZE / 11)
            .mapToObj(i -> "\"" + Integer.toString(i, 36) + "\":1")
            .collect(Collectors.joining(",", "{", "}"));
    values(target, keys, deadline);
  }

  private static void values(Target target, String values, Deadline deadline) throws Exception {
    String token = Target.token("values", "add");
    String settings = "{\"x\":[" + values + "]}";
    Crowd.run(
        target, target.scaled(CLIENTS), () -> create(token, "values ", settings, ""), deadline);
  }

  static void idempotencyKeys(Target target, Surroundings ignored, Deadline deadline)
      throws Exception {
    String token = Target.token("keys", "add");
    Crowd.run(
        target,
        2 * CLIENTS,
        () -> {
          String key = "k".repeat(200) + Target.unique();
          return create(token, "once ", "{}", "Idempotency-Key: " + key + "\r\n");
        },
        deadline);
  }

  static void tinyChunks(Target target, Surroundings ignored, Deadline deadline) throws Exception {
    chunked(target, "", "1;a=" + "b".repeat(50) + "\r\n \r\n", 1_000, deadline);
  }

  static void endlessChunkSizes(Target target, Surroundings ignored, Deadline deadline)
      throws Exception {
    chunked(target, "", "0", 20_000, deadline);
  }

  static void hugeChunks(Target target, Surroundings ignored, Deadline deadline) throws Exception {
    chunked(target, "7fffffffffffffff\r\n", " ", 20_000, deadline);
  }

  static void manyTrailers(Target target, Surroundings ignored, Deadline deadline)
      throws Exception {
    chunked(target, "1\r\n{\r\n0\r\n", "a:b\r\n", 2_000, deadline);
  }

  static void neverContinued(Target target, Surroundings ignored, Deadline deadline)
      throws Exception {
    String head = head("Expect: 100-continue\r\nContent-Length: 1000000");
    Script script = Script.sending(head);
    Swarm.run(target.port(), target.scaled(CONNECTIONS), script, deadline);
  }

  private static void chunked(
      Target target, String first, String more, int times, Deadline deadline) throws Exception {
    String trickle = more.repeat(times);
    Script script = Script.sending(head("Transfer-Encoding: chunked") + first).trickling(trickle);
    Swarm.run(target.port(), target.scaled(CONNECTIONS), script, deadline);
  }

  private static String head(String headers) {
    return "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\n%s\r\n\r\n"
        .formatted(Providers.PATH, Target.token("odd bodies", "add"), headers);
  }
}
