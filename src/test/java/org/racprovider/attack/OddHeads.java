package org.racprovider.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.racprovider.attack.HttpConnection.get;

import java.time.Duration;
import org.racprovider.support.Providers;
import org.racprovider.support.WebSocketFrames;

/** Complete and incomplete requests that HTTP allows, but that few clients send. */
final class OddHeads {

  private static final int CONNECTIONS = 500;
  private static final int CLIENTS = 8;

  private OddHeads() {}

  static void cookies(Target target, Surroundings ignored, Deadline deadline) throws Exception {
    String cookies = "Cookie: " + "a=b; ".repeat(1_500) + "c=d\r\n";
    swarm(target, "GET /x HTTP/1.1\r\nHost: x\r\n" + cookies + "\r\n", deadline);
  }

  static void longUris(Target target, Surroundings ignored, Deadline deadline) throws Exception {
    String uri = "http://x/" + "%41".repeat(1_300) + "?" + "a&".repeat(60);
    swarm(target, ("GET " + uri + " HTTP/1.1\r\nHost: x\r\n\r\n").repeat(50), deadline);
  }

  static void oldVersion(Target target, Surroundings ignored, Deadline deadline) throws Exception {
    swarm(target, "GET /x HTTP/1.0\r\nConnection: keep-alive\r\n\r\n".repeat(200), deadline);
  }

  static void bodiesOfReads(Target target, Surroundings ignored, Deadline deadline)
      throws Exception {
    String head = "GET /x HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n";
    swarm(target, head + "x".repeat(100_000), deadline);
  }

  private static void swarm(Target target, String request, Deadline deadline) throws Exception {
    Script script = Script.sending(request).trickling(request);
    Swarm.run(target.port(), target.scaled(CONNECTIONS), script, deadline);
  }

  static void expiredTokens(Target target, Surroundings ignored, Deadline deadline)
      throws Exception {
    String token = Target.token("expired", Duration.ofHours(-1), "view");
    Crowd.run(target, CLIENTS, () -> get(Providers.PATH, token), deadline);
  }

  static void manyCallers(Target target, Surroundings ignored, Deadline deadline) throws Exception {
    Crowd.run(
        target,
        CLIENTS,
        () -> get(Providers.PATH + "1/", Target.token("caller " + Target.unique(), "view")),
        deadline);
  }

  static void shortStreams(Target target, Surroundings ignored, Deadline deadline)
      throws Exception {
    byte[] request = StreamAttacks.stream(Target.token("short streams", "view"));
    while (!deadline.hasPassed()) {
      Deadline soon = Deadline.after(Duration.ofMillis(200));
      Swarm.run(target.port(), target.scaled(100), Script.sending(number -> request), soon);
    }
  }

  /** Pings whose pongs are not read. */
  static void pings(Target target, Surroundings ignored, Deadline deadline) throws Exception {
    byte[] ping = {(byte) 0x89, (byte) 0x80, 0, 0, 0, 0};
    String pings = new String(ping, ISO_8859_1).repeat(5_000);
    frames(target, pings, deadline);
  }

  /** Fragments of one message that never ends. */
  static void fragments(Target target, Surroundings ignored, Deadline deadline) throws Exception {
    byte[] more = {0, (byte) 0x81, 0, 0, 0, 0, 'x'};
    String fragments = new String(more, ISO_8859_1);
    frames(target, fragments.repeat(5_000), deadline);
  }

  private static void frames(Target target, String frames, Deadline deadline) throws Exception {
    byte[] first = WebSocketFrames.textFrame("x");
    first[0] = 1;
    Script script =
        Script.sending(SocketAttacks.UPGRADE).thenSending(first).trickling(frames).withoutReading();
    Swarm.run(target.port(), target.scaled(CONNECTIONS), script, deadline);
  }
}
