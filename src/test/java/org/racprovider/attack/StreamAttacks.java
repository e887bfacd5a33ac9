package org.racprovider.attack;

import static org.racprovider.attack.HttpConnection.bytes;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.racprovider.support.Providers;

/** Callers who read event streams, or do not read them. */
final class StreamAttacks {

  private static final int VIEWERS = 10;
  private static final int CREATORS = 16;

  /** As many as one caller may have. */
  private static final int STREAMS_OF_CALLER = 38;

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
    List<String> tokens = viewers();
    Script script = Script.sending(number -> stream(tokens.get(number % VIEWERS))).withoutReading();
    Swarm.run(target.port(), target.scaled(1_000), script, deadline);
  }

  /** All streams that there may be are up to date when many events are published. */
  static void manyLiveStreams(Target target, Surroundings ignored, Deadline deadline)
      throws Exception {
    List<String> streams = viewers().stream().map(StreamAttacks::liveStream).toList();
    Script script = Script.sending(number -> bytes(streams.get(number % VIEWERS)));
    CompletableFuture<Void> swarm =
        Swarm.start(target.port(), target.scaled(VIEWERS * STREAMS_OF_CALLER), script, deadline);
    String token = Target.token("many events", "add");
    Crowd.run(target, CREATORS, () -> Target.create(token, "values ", "{}", ""), deadline);
    swarm.join();
  }

  /** Streams and sockets that are up to date when a large event is published. */
  static void liveLargeEvents(Target target, Surroundings ignored, Deadline deadline)
      throws Exception {
    List<Script> scripts =
        List.of(
            Script.sending(liveStream(Target.token("live", "view"))),
            Script.sending(liveStream(Target.token("live, unread", "view"))).withoutReading(),
            SocketAttacks.registered(Target.token("live sockets", "view")));
    int each = target.scaled(STREAMS_OF_CALLER);
    List<CompletableFuture<Void>> swarms =
        scripts.stream().map(script -> Swarm.start(target.port(), each, script, deadline)).toList();
    LargeEvents.createUntil(deadline, target);
    swarms.forEach(CompletableFuture::join);
  }

  private static List<String> viewers() {
    return IntStream.range(0, VIEWERS).mapToObj(i -> Target.token("viewer " + i, "view")).toList();
  }

  static byte[] stream(String token) {
    return bytes(request(token, "Last-Event-ID: 0\r\n"));
  }

  private static String liveStream(String token) {
    return request(token, "");
  }

  private static String request(String token, String header) {
    return "GET %sevents/ HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n%s\r\n"
        .formatted(Providers.PATH, token, header);
  }
}
