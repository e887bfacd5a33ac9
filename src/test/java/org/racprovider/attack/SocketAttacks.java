package org.racprovider.attack;

import static org.racprovider.support.WebSocketFrames.textFrame;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
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
    byte[] frame = textFrame("x".repeat(FRAME_BYTES));
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
      frames.write(textFrame(read.encode()));
    }
    Script script = Script.sending(UPGRADE).thenSending(frames.toByteArray()).withoutReading();
    Swarm.run(target.port(), target.scaled(47), script, deadline);
  }

  /** Receives the events that are published. */
  static Script registered(String token) {
    JsonObject register =
        new JsonObject()
            .put("type", "register")
            .put("address", "rac.provider.events")
            .put("headers", new JsonObject().put("Authorization", "Bearer " + token));
    return Script.sending(UPGRADE).thenSending(textFrame(register.encode()));
  }

  private static String viewer() {
    return Target.token("bridge", "view");
  }
}
