package org.racprovider.misuse;

import static org.racprovider.misuse.Frames.BARE;
import static org.racprovider.misuse.Frames.BINARY;
import static org.racprovider.misuse.Frames.CLOSE;
import static org.racprovider.misuse.Frames.CONTINUATION;
import static org.racprovider.misuse.Frames.FIN;
import static org.racprovider.misuse.Frames.KEY;
import static org.racprovider.misuse.Frames.PING;
import static org.racprovider.misuse.Frames.PONG;
import static org.racprovider.misuse.Frames.TEXT;
import static org.racprovider.misuse.Frames.VERSION;
import static org.racprovider.misuse.Frames.bytes;
import static org.racprovider.misuse.Frames.header;
import static org.racprovider.misuse.Frames.repeated;
import static org.racprovider.misuse.Frames.upgrade;
import static org.racprovider.support.WebSocketFrames.frame;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Clients that break the rules of WebSockets. */
final class WebSocketMisuse {

  private WebSocketMisuse() {}

  static Stream<Arguments> all() {
    return Stream.of(upgrades(), frames(), floods()).flatMap(each -> each);
  }

  private static Stream<Arguments> upgrades() {
    return Stream.of(
            upgrade("GET", BARE, "Sec-WebSocket-Version: 7\r\n" + KEY),
            upgrade("GET", BARE, "Sec-WebSocket-Version: x\r\n" + KEY),
            upgrade("GET", BARE, VERSION),
            upgrade("GET", BARE, VERSION + "Sec-WebSocket-Key: ?\r\n"),
            upgrade("POST", BARE, VERSION + KEY),
            upgrade("GET", "/eventbus/websocket/more", VERSION + KEY),
            upgrade("GET", "/eventbus/1/abcdefgh/xhr", VERSION + KEY),
            upgrade("GET", "/api/v3/providers/rac/", VERSION + KEY),
            upgrade("GET", BARE, VERSION + KEY + "Content-Length: 5\r\n"),
            upgrade("GET", BARE, VERSION + KEY + "Sec-WebSocket-Protocol: a,,b\r\n"),
            upgrade("GET", BARE, VERSION + KEY + "Sec-WebSocket-Extensions: x;;=\r\n"),
            "GET /eventbus/websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n\r\n",
            "GET /eventbus/websocket HTTP/1.0\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + VERSION
                + KEY
                + "\r\n")
        .flatMap(
            request -> {
              String name = request.replaceAll("\\p{Cntrl}+", " ");
              Misuse misuse = Misuse.sending(request);
              return Stream.of(misuse.named(name), misuse.andReset().named("reset after " + name));
            });
  }

  private static Stream<Arguments> frames() {
    byte[] large = new byte[70_000];
    return Stream.of(
        with("a large frame", frame(FIN | TEXT, large)),
        with("a large binary frame", frame(FIN | BINARY, large)),
        with("a length of 2^63-1", header(FIN | TEXT, 127, "7fffffffffffffff")),
        with("a negative length", header(FIN | TEXT, 127, "ffffffffffffffff")),
        with("a longer form of a length", header(FIN | TEXT, 126, "0001")),
        with("invalid UTF-8", frame(FIN | TEXT, bytes("{\u00c3(}"))),
        with("UTF-8 without its end", frame(FIN | TEXT, bytes("{\u00e2\u0082"))),
        with("UTF-8 in two frames", frame(TEXT, bytes("{\u00e2")), frame(FIN, bytes("\u0028"))),
        with("an unmasked frame", new byte[] {(byte) (FIN | TEXT), 2, '{', '}'}),
        with("reserved opcode 3", frame(FIN | 3, bytes("{}"))),
        with("reserved opcode 11", frame(FIN | 11, bytes("{}"))),
        with("reserved bits", frame(FIN | 0x70 | TEXT, bytes("{}"))),
        with("a close frame of one byte", frame(FIN | CLOSE, new byte[1])),
        with("close status 1005", frame(FIN | CLOSE, bytes("\u0003\u00ed"))),
        with("close status 0", frame(FIN | CLOSE, new byte[2])),
        with("an invalid reason", frame(FIN | CLOSE, bytes("\u0003\u00e8\u00c3("))),
        with("a large close frame", frame(FIN | CLOSE, new byte[126])),
        with("close, then more", frame(FIN | CLOSE, new byte[0]), frame(FIN | TEXT, bytes("{}"))),
        with("a large ping", frame(FIN | PING, new byte[126])),
        with("a fragmented ping", frame(PING, new byte[1]), frame(FIN, new byte[1])),
        with("a pong", frame(FIN | PONG, new byte[125])),
        with("a continuation of nothing", frame(FIN | CONTINUATION, bytes("{}"))),
        with("two beginnings", frame(TEXT, bytes("{")), frame(FIN | TEXT, bytes("}"))),
        with("no frame", bytes("GET / HTTP/1.1\r\n\r\n")));
  }

  private static Stream<Arguments> floods() {
    return Stream.of(
        with("a large message", repeated(frame(TEXT, new byte[30_000]), 1, 5)),
        with("fragments without end", repeated(frame(TEXT, bytes("{")), 1, 20_000)),
        with("empty fragments", repeated(frame(TEXT, new byte[0]), 1, 20_000)),
        with("pings", repeated(frame(FIN | PING, new byte[125]), 0, 20_000)),
        with("empty messages", repeated(frame(FIN | TEXT, new byte[0]), 0, 5_000)),
        with("errors", repeated(frame(FIN | TEXT, bytes("{}")), 0, 20_000)));
  }

  private static Arguments with(String name, byte[]... frames) {
    return Frames.sending(BARE, frames).named(name);
  }
}
