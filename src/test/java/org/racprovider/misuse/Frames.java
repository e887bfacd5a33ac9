package org.racprovider.misuse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import org.racprovider.support.RawConnection;

/** Opens WebSockets of the bridge, and makes frames of a client, which need not be valid. */
final class Frames {

  static final int FIN = 0x80;
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  /** The path of the bridge without framing, and with that of SockJS. */
  static final String BARE = "/eventbus/websocket";

  static final String SOCKJS = "/eventbus/1/abcdefgh/websocket";
  static final String VERSION = "Sec-WebSocket-Version: 13\r\n";
  static final String KEY = "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private Frames() {}

  static Misuse sending(String path, byte[]... frames) {
    return connection -> {
      open(connection, path);
      for (byte[] frame : frames) {
        connection.sendAll(frame);
      }
    };
  }

  static RawConnection open(RawConnection connection, String path) throws IOException {
    connection.send(upgrade("GET", path, VERSION + KEY)).readUntil("\r\n\r\n", TIMEOUT);
    return connection;
  }

  static String upgrade(String method, String path, String headers) {
    return method
        + " "
        + path
        + " HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        + headers
        + "\r\n";
  }

  /** A frame whose mask changes nothing. */
  static byte[] header(int first, int length, String extended) {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.write(first);
    header.write(0x80 | length);
    header.writeBytes(HexFormat.of().parseHex(extended));
    header.writeBytes(new byte[5]);
    return header.toByteArray();
  }

  /** The frame, with continuations that have the same content. */
  static byte[] repeated(byte[] frame, int continued, int times) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(frame);
    byte[] next = frame.clone();
    if (continued > 0) {
      next[0] = CONTINUATION;
    }
    for (int i = 1; i < times; i++) {
      all.writeBytes(next);
    }
    return all.toByteArray();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
