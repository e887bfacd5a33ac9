package org.racprovider.event.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.config.Timings;
import org.racprovider.support.TestServer;
import org.racprovider.support.TestTimings;

/** Streams of Server-Sent Events whose clients are slower than the server. */
@Timeout(120)
class EventStreamLimitsIT {

  /** More than the operating system buffers. */
  private static final int EVENTS = 600;

  private static final Timings TIMINGS =
      TestTimings.with(
          Map.of("connectionCheck", Duration.ofMillis(100), "unreadOutput", Duration.ofSeconds(2)));

  @RegisterExtension
  static final TestServer SERVER = TestServer.withDatabase(Map.of()).with(TIMINGS);

  @BeforeAll
  static void storeEvents() {
    SERVER
        .database()
        .execute(
            """
        INSERT INTO event (type, provider, subject, request_id)
        SELECT 'rac.provider.created', json_build_object('text', repeat('x', 50000)), 's', 'r'
        FROM generate_series(1, %d)
        """
                .formatted(EVENTS));
    BridgeTestClient.awaitPositions(SERVER);
  }

  @Test
  void closesAStreamWhoseClientReadsNothing() throws IOException {
    try (Socket silent = stream()) {
      assertThatThrownBy(() -> writeForEver(silent)).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void sendsEveryEventOnceToAClientThatIsSlow() throws IOException {
    // Given: the server stops and continues again and again
    List<Long> ids = new ArrayList<>();

    // When
    try (Socket slow = stream()) {
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(slow.getInputStream(), StandardCharsets.US_ASCII), 512);
      while (ids.size() < EVENTS) {
        String line = lines.readLine();
        if (line.startsWith("id: ") && !line.equals("id: 0")) {
          ids.add(Long.parseLong(line.substring("id: ".length())));
        }
      }
    }

    // Then
    assertThat(ids).isEqualTo(LongStream.rangeClosed(1, EVENTS).boxed().toList());
  }

  private static Socket stream() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.setSoTimeout(60_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), SERVER.port()));
    socket
        .getOutputStream()
        .write(
            ("GET /api/v3/providers/rac/events/ HTTP/1.1\r\nHost: x\r\n"
                    + "Authorization: %s\r\nLast-Event-ID: 0\r\n\r\n")
                .formatted(SERVER.bearer("viewer"))
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static void writeForEver(Socket socket) throws IOException {
    while (true) {
      socket.getOutputStream().write(' ');
    }
  }
}
