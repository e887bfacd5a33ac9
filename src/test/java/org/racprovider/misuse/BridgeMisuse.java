package org.racprovider.misuse;

import static org.racprovider.misuse.Frames.BARE;
import static org.racprovider.misuse.Frames.FIN;
import static org.racprovider.misuse.Frames.SOCKJS;
import static org.racprovider.misuse.Frames.TEXT;
import static org.racprovider.misuse.Frames.bytes;
import static org.racprovider.misuse.Frames.open;
import static org.racprovider.misuse.Frames.repeated;
import static org.racprovider.misuse.Frames.sending;
import static org.racprovider.support.WebSocketFrames.frame;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Clients of the WebSocket bridge that break its rules or their connection. */
final class BridgeMisuse {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final String EVENTS = "rac.provider.events";
  private static final String READ = EVENTS + ".read";

  private final String bearer;

  /**
   * @param token of a caller who may view providers
   */
  BridgeMisuse(String token) {
    this.bearer = "Bearer " + token;
  }

  Stream<Arguments> all() {
    return Stream.concat(
        Stream.concat(invalid(), refused()).flatMap(BridgeMisuse::inAllFrames), breaks());
  }

  private static Stream<String> invalid() {
    return Stream.of(
        "",
        " ",
        "{",
        "[]",
        "[\"a\"",
        "[1]",
        "[[]]",
        "{}",
        "1",
        "null",
        "\"x\"",
        "\0",
        "{\"a\":1e999999999}",
        "[".repeat(3000),
        "{\"a\":".repeat(3000),
        "{\"type\":1}",
        "{\"type\":\"ping\",\"type\":\"send\"}",
        "{\"type\":\"nothing\",\"address\":\"x\"}",
        "{\"type\":\"register\",\"address\":7,\"headers\":[]}",
        "{\"type\":\"send\",\"address\":{},\"replyAddress\":[],\"body\":\"x\"}",
        "{\"type\":\"register\",\"address\":\"x\",\"headers\":{\"Authorization\":7}}");
  }

  private Stream<String> refused() {
    return Stream.of(
        message("register", EVENTS),
        message("register", EVENTS).repeat(2),
        message("register", "rac.provider.create"),
        message("register", "x".repeat(1000)),
        message("unregister", "rac.provider.create"),
        message("send", "rac.provider.create"),
        message("send", READ),
        message("send", READ, "{\"limit\":\"x\"}"),
        message("send", READ, "{\"limit\":1e300,\"after\":-1}"),
        message("send", READ, "{\"after\":[],\"x\":{}}"),
        message("publish", EVENTS));
  }

  private static Stream<Arguments> inAllFrames(String text) {
    byte[] frame = frame(FIN | TEXT, bytes(text));
    byte[] quoted = frame(FIN | TEXT, bytes(JsonArray.of(text).encode()));
    String name = shown(text);
    return Stream.of(
        sending(BARE, repeated(frame, 0, 50)).named(name),
        sending(SOCKJS, repeated(frame, 0, 5)).named("SockJS: " + name),
        sending(SOCKJS, quoted).named("SockJS, quoted: " + name));
  }

  private Stream<Arguments> breaks() {
    byte[] frame = frame(FIN | TEXT, bytes(message("register", EVENTS)));
    byte[] read = frame(FIN | TEXT, bytes(message("send", READ, "{\"limit\":1000}")));
    Misuse half = connection -> open(connection, BARE).send(Arrays.copyOf(frame, 9));
    Misuse reading =
        connection -> open(connection, BARE).send(repeated(read, 0, 3)).readUntil("{", TIMEOUT);
    Misuse listening = connection -> open(connection, SOCKJS).send(frame).send(read);
    Misuse opened = connection -> open(connection, BARE);
    return Stream.of(
        opened.named("end without a close frame"),
        opened.andReset().named("reset of a socket"),
        half.named("end in a frame"),
        half.andReset().named("reset in a frame"),
        reading.named("end in a reply"),
        reading.andReset().named("reset in a reply"),
        listening.andReset().named("reset after a registration"));
  }

  private String message(String type, String address) {
    return message(type, address, "null");
  }

  private String message(String type, String address, String body) {
    return new JsonObject()
        .put("type", type)
        .put("address", address)
        .put("replyAddress", "reply")
        .put("headers", new JsonObject().put("Authorization", bearer))
        .encode()
        .replaceFirst("}$", ",\"body\":" + body + "}");
  }

  private static String shown(String text) {
    String name = text.replaceAll("Bearer \\S+?\"", "Bearer\"");
    return name.length() > 130 ? name.substring(0, 130) + "..." : name;
  }
}
