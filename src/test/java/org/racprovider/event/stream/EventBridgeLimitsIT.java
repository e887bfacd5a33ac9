package org.racprovider.event.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.Server;
import org.racprovider.event.ProviderEvents;
import org.racprovider.support.Postgres;
import org.racprovider.support.RawConnection;
import org.racprovider.support.TestServer;

/** What clients of the event-bus bridge may use up is bounded, whatever framing they choose. */
class EventBridgeLimitsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String BARE = "/eventbus/websocket";
  private static final String FRAMED = "/eventbus/1/abcdefgh/websocket";

  @Order(1)
  @RegisterExtension
  static final Postgres POSTGRES = Postgres.empty();

  @Order(2)
  @RegisterExtension
  static final TestServer SERVER = new TestServer(POSTGRES, Map.of());

  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final AtomicLong bytes = new AtomicLong();
  private final CountDownLatch closed = new CountDownLatch(1);
  private WebSocketClient client;

  @BeforeEach
  void createClient() {
    client =
        SERVER
            .vertx()
            .createWebSocketClient(
                new WebSocketClientOptions().setMaxMessageSize(8 << 20).setMaxConnections(200));
  }

  @AfterEach
  void disconnect() {
    client.close().await();
  }

  @ParameterizedTest
  @ValueSource(strings = {BARE, FRAMED})
  void cutsOffAStrangerWhoReadsNoRefusals(String path) throws Exception {
    // Given
    WebSocket socket = connect(SERVER.port(), path);
    socket.pause();

    // When
    String text = path.equals(BARE) ? "{}" : JsonArray.of("{}").encode();
    int messages = 300_000;
    for (int i = 0; i < messages && !socket.isClosed(); i++) {
      socket.writeTextMessage(text);
    }
    socket.resume();

    // Then
    assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(bytes.get()).isLessThan(messages * 30L);
  }

  @Test
  @Timeout(60)
  void cutsOffAStrangerWhoReadsNoPongs() throws IOException {
    try (RawConnection connection = new RawConnection(SERVER.port())) {
      // Given
      connection.send(
          "GET "
              + BARE
              + " HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
              + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");
      assertThat(connection.readUntil("\r\n\r\n", PATIENCE)).startsWith("HTTP/1.1 101 ");

      // When, and then
      assertThatThrownBy(() -> pingForEver(connection)).isInstanceOf(SocketException.class);
    }
  }

  private static void pingForEver(RawConnection connection) throws IOException {
    byte[] ping = new byte[131];
    ping[0] = (byte) 0x89;
    ping[1] = (byte) (0x80 | 125);
    while (true) {
      connection.send(ping);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {BARE, FRAMED})
  void cutsOffACallerWhoTakesNoAnswers(String path) throws Exception {
    // Given
    storeLargeEvents();
    WebSocket socket = connect(SERVER.port(), path);
    socket.pause();

    // When
    for (int i = 0; i < 100; i++) {
      send(socket, path, ask());
      TimeUnit.MILLISECONDS.sleep(20);
    }
    socket.resume();

    // Then
    assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void sendsNothingThatWantsNoAnswer() throws Exception {
    // When
    send(connect(SERVER.port(), BARE), BARE, read());

    // Then
    assertThat(received.poll(10, TimeUnit.SECONDS)).contains("\"rejected\"");
  }

  @Test
  void closesAfterALargeMessage() throws Exception {
    // When
    connect(SERVER.port(), BARE).writeTextMessage("{}" + " ".repeat(70_000));

    // Then
    assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void countsSocketsAsStreamsOfTheirCaller() throws Exception {
    // Given
    List<WebSocket> sockets = new ArrayList<>();
    for (int i = 0; i < 101; i++) {
      sockets.add(connect(SERVER.port(), BARE));
      send(sockets.get(i), BARE, ask());
    }

    // Then
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 101; i++) {
      answers.add(received.poll(10, TimeUnit.SECONDS));
    }
    assertThat(answers).filteredOn(answer -> answer.contains("\"rejected\"")).hasSize(1);

    // When
    sockets.forEach(WebSocket::close);

    // Then
    await().atMost(PATIENCE).until(this::isAnswered);
  }

  @Test
  void keepsNoServerFromStopping() throws Exception {
    // Given
    Server server = Server.start(SERVER.settings("RAC_HTTP_SHUTDOWN_TIMEOUT", "60")).await();
    send(connect(server.port(), BARE), BARE, ask());
    assertThat(received.poll(10, TimeUnit.SECONDS)).contains("\"rec\"");

    // When
    var stopping = server.stop();

    // Then
    await().atMost(PATIENCE).until(stopping::isComplete);
    assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
  }

  private boolean isAnswered() throws InterruptedException {
    WebSocket socket = connect(SERVER.port(), BARE);
    send(socket, BARE, ask());
    String answer = received.poll(10, TimeUnit.SECONDS);
    socket.close();
    return answer.contains("\"rec\"");
  }

  private WebSocket connect(int port, String path) {
    WebSocketConnectOptions options =
        new WebSocketConnectOptions().setPort(port).setHost("127.0.0.1").setURI(path);
    WebSocket socket = client.connect(options).await();
    socket.closeHandler(gone -> closed.countDown());
    socket.handler(frame -> bytes.addAndGet(frame.length()));
    socket.binaryMessageHandler(message -> received.add(message.toString()));
    return socket;
  }

  private static void send(WebSocket socket, String path, JsonObject message) {
    String text = message.encode();
    socket.writeTextMessage(path.equals(BARE) ? text : JsonArray.of(text).encode());
  }

  private static JsonObject ask() {
    return read().put("replyAddress", "reply");
  }

  private static JsonObject read() {
    return new JsonObject()
        .put("type", "send")
        .put("address", ProviderEvents.READ)
        .put("headers", new JsonObject().put("Authorization", SERVER.bearer("viewer")))
        .put("body", new JsonObject().put("limit", 1000));
  }

  private static void storeLargeEvents() {
    POSTGRES.execute(
        """
        INSERT INTO event (type, provider, subject, request_id)
        SELECT 'rac.provider.created', json_build_object('text', repeat('x', 50000)), 's', 'r'
        FROM generate_series(1, 100)
        """);
  }
}
