package org.racprovider.attack;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Clients of the WebSocket bridge. */
final class SocketAttacks {

  static final String UPGRADE =
      "GET /eventbus/websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
          + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
  private static final int FRAME_BYTES = 60_000;
  private static final int READS = 4;

  private SocketAttacks() {}

  static void upgrades(Target target, Surroundings ignored, Deadline deadline) throws Exception {
    Swarm.run(target.port(), target.scaled(6_000), Script.sending(UPGRADE), deadline);
  }

  static void unfinishedFrames(Target target, Surroundings ignored, Deadline deadline)
      throws Exception {
    byte[] frame = frame("x".repeat(FRAME_BYTES));
    byte[] unfinished = Arrays.copyOf(frame, FRAME_BYTES - 100);
    Script script = Script.sending(UPGRADE).thenSending(unfinished);
    Swarm.run(target.port(), target.scaled(1_200), script, deadline);
  }

  static void unreadReads(Target target, Surroundings ignored, Deadline deadline) throws Exception {
    LargeEvents.create(target);
    JsonObject read =
        new JsonObject()
            .put("type", "send")
            .put("address", "rac.provider.events.read")
            .put("replyAddress", "reply")
            .put("headers", new JsonObject().put("Authorization", "Bearer " + viewer()))
            .put("body", new JsonObject().put("limit", 1000));
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    for (int i = 0; i < READS; i++) {
      frames.write(frame(read.encode()));
    }
    Script script = Script.sending(UPGRADE).thenSending(frames.toByteArray()).withoutReading();
    Swarm.run(target.port(), target.scaled(47), script, deadline);
  }

  private static String viewer() {
    return Target.token("bridge", "view");
  }

  /** A text frame of a client, whose mask changes nothing. */
  static byte[] frame(String text) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(0x81);
    frame.write(0x80 | 126);
    frame.write(content.length >> 8);
    frame.write(content.length);
    frame.writeBytes(new byte[4]);
    frame.writeBytes(content);
    return frame.toByteArray();
  }
}
