package org.racprovider.attack;

import static org.racprovider.attack.HttpConnection.bytes;

import java.util.List;
import java.util.stream.IntStream;
import org.racprovider.support.Providers;

/** Callers who read event streams, or do not read them. */
final class StreamAttacks {

  private static final int VIEWERS = 10;

  private StreamAttacks() {}

  static void streamsOfLargeEvents(Target target, Surroundings ignored, Deadline deadline)
      throws Exception {
    LargeEvents.create(target);
    Script script = Script.sending(number -> stream(Target.token("stream", "view")));
    Swarm.run(target.port(), target.scaled(40), script, deadline);
  }

  static void unreadStreams(Target target, Surroundings ignored, Deadline deadline)
      throws Exception {
    LargeEvents.create(target);
    List<String> tokens =
        IntStream.range(0, VIEWERS).mapToObj(i -> Target.token("viewer " + i, "view")).toList();
    Script script = Script.sending(number -> stream(tokens.get(number % VIEWERS))).withoutReading();
    Swarm.run(target.port(), target.scaled(1_000), script, deadline);
  }

  static byte[] stream(String token) {
    return bytes(
        "GET %sevents/ HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nLast-Event-ID: 0\r\n\r\n"
            .formatted(Providers.PATH, token));
  }
}
