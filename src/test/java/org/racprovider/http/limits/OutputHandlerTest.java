package org.racprovider.http.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.config.HttpConfig.HttpLimits;
import org.racprovider.config.Timings;
import org.racprovider.limits.MemoryBudget;
import org.racprovider.limits.MemoryBudget.Share;
import org.racprovider.support.Memory;

/** The output of connections, with both kinds of Netty transports. */
@Timeout(120)
class OutputHandlerTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int HEAP = 256 << 20;
  private static final int LARGE = 8 << 20;

  private final MemoryBudget memory = Memory.of(HEAP);
  private final AtomicInteger closed = new AtomicInteger();
  private final AtomicInteger handled = new AtomicInteger();
  private final List<Socket> sockets = new ArrayList<>();
  private final Buffer content = Buffer.buffer(randomBytes());
  private Vertx vertx;
  private int port;

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    vertx.close().await();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void sendsEverythingToClientsThatRead(boolean nativeTransport) throws Exception {
    // Given
    serve(nativeTransport);
    ExecutorService clients = Executors.newFixedThreadPool(8);

    // When
    List<Future<byte[]>> responses = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      String connection = i % 2 == 0 ? "close" : "keep-alive";
      responses.add(clients.submit(() -> body(connection)));
    }

    // Then
    for (Future<byte[]> response : responses) {
      assertThat(response.get()).isEqualTo(content.getBytes());
    }
    clients.shutdown();
    await().atMost(TIMEOUT).until(() -> memory.reserved(Share.OUTPUT) == 0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void closesClientsThatDoNotReadWhenTheMemoryIsUsedUp(boolean nativeTransport) throws Exception {
    // Given
    serve(nativeTransport);

    // When
    int silent = 12;
    for (int i = 0; i < silent; i++) {
      open(true, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(body("close")).isEqualTo(content.getBytes());
    }

    // Then
    await().atMost(TIMEOUT).until(() -> closed.get() > silent);
    assertThat(closed).hasValueLessThan(2 * silent);
    assertThat(memory.reserved(Share.OUTPUT)).isLessThanOrEqualTo(memory.limit(Share.OUTPUT));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void handlesARequestWhenTheResponseBeforeItWasRead(boolean nativeTransport) throws Exception {
    // Given
    serve(nativeTransport);
    Socket silent = open(true, "GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(3));
    await().atMost(TIMEOUT).until(() -> memory.reserved(Share.OUTPUT) > 0);
    assertThat(handled).hasValue(1);

    // When and then
    for (int i = 0; i < 3; i++) {
      assertThat(readBody(silent.getInputStream())).isEqualTo(content.getBytes());
    }
    assertThat(handled).hasValue(3);
    await().atMost(TIMEOUT).until(() -> memory.reserved(Share.OUTPUT) == 0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void releasesTheOutputOfAClientThatLeaves(boolean nativeTransport) throws Exception {
    // Given
    serve(nativeTransport);
    Socket silent = open(true, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    await().atMost(TIMEOUT).until(() -> memory.reserved(Share.OUTPUT) > 0);

    // When
    silent.close();

    // Then
    await().atMost(TIMEOUT).until(() -> memory.reserved(Share.OUTPUT) == 0);
  }

  private void serve(boolean nativeTransport) {
    vertx =
        Vertx.vertx(
            new VertxOptions().setPreferNativeTransport(nativeTransport).setEventLoopPoolSize(1));
    HttpLimits limits = new HttpLimits(1, 1, 100, 1, 1, TIMEOUT, TIMEOUT, TIMEOUT);
    OpenConnections connections = new OpenConnections(100, false, Duration.ZERO, Memory.budget());
    AdmissionControl admission = new AdmissionControl(limits, connections, memory);
    ConnectionRegistry registry = new ConnectionRegistry(vertx, admission, limits, Timings.DEFAULT);
    HttpServer server =
        vertx
            .createHttpServer()
            .connectionHandler(
                connection -> {
                  registry.connected(connection);
                  connection.closeHandler(ignored -> closed.incrementAndGet());
                })
            .requestHandler(request -> registry.requestReceived(request, this::respond))
            .listen(0, "127.0.0.1")
            .await();
    port = server.actualPort();
  }

  private void respond(HttpServerRequest request) {
    handled.incrementAndGet();
    HttpServerResponse response = request.response();
    response.end(content);
  }

  private byte[] body(String connection) throws IOException {
    try (Socket socket =
        open(false, "GET / HTTP/1.1\r\nHost: x\r\nConnection: " + connection + "\r\n\r\n")) {
      byte[] body = readBody(socket.getInputStream());
      if (connection.equals("close")) {
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      }
      return body;
    }
  }

  private Socket open(boolean small, String requests) throws IOException {
    Socket socket = new Socket();
    synchronized (sockets) {
      sockets.add(socket);
    }
    if (small) {
      socket.setReceiveBufferSize(4096);
    }
    socket.setSoTimeout((int) TIMEOUT.toMillis());
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private byte[] readBody(InputStream in) throws IOException {
    int ends = 0;
    for (int next = in.read(); ends < 4; next = ends < 4 ? in.read() : 0) {
      ends = next == "\r\n\r\n".charAt(ends) ? ends + 1 : 0;
      if (ends == 4) {
        break;
      }
    }
    return in.readNBytes(content.length());
  }

  private static byte[] randomBytes() {
    byte[] bytes = new byte[LARGE];
    new Random(1).nextBytes(bytes);
    return bytes;
  }
}
