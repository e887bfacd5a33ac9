package org.racprovider.event.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.racprovider.event.stream.BridgeTestClient.BARE;
import static org.racprovider.event.stream.BridgeTestClient.FRAMED;
import static org.racprovider.event.stream.BridgeTestClient.TIMEOUT;
import static org.racprovider.event.stream.BridgeTestClient.message;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.Server;
import org.racprovider.config.Timings;
import org.racprovider.event.ProviderEvents;
import org.racprovider.support.RawConnection;
import org.racprovider.support.TestServer;
import org.racprovider.support.TestTimings;

/** The limits of the bridge for each client, with both framings. */
@Timeout(120)
class EventBridgeLimitsIT {

  private static final int LARGE_EVENTS = 400;

  /** In these tests, only unread output may close the socket of a slow client. */
  private static final Timings TIMINGS =
      TestTimings.with(
          Map.of(
              "connectionCheck", Duration.ofMillis(100),
              "unreadOutput", Duration.ofSeconds(2),
              "bridgeAuthentication", Duration.ofMinutes(5),
              "bridgePing", Duration.ofMinutes(5)));

  @RegisterExtension
  static final TestServer SERVER = TestServer.withDatabase(Map.of()).with(TIMINGS);

  private final String viewer = SERVER.bearer("viewer");
  private final List<BridgeTestClient> clients = new ArrayList<>();

  @BeforeEach
  void awaitPositions() {
    BridgeTestClient.awaitPositions(SERVER);
  }

  @AfterEach
  void disconnect() {
    clients.forEach(BridgeTestClient::close);
    clients.clear();
  }

  @ParameterizedTest
  @ValueSource(strings = {BARE, FRAMED})
  void closesAClientWithoutTokenThatReadsNoErrors(String path) {
    // Given
    BridgeTestClient client = connect(path);
    client.stopReading();

    // When
    int messages = 300_000;
    for (int i = 0; i < messages && !client.isClosed(); i++) {
      client.send("{}");
    }

    // Then
    client.readAgain();
    client.awaitClose();
    assertThat(client.receivedBytes()).isLessThan(messages * 30L);
  }

  @Test
  void closesAClientThatReadsNoPongs() throws IOException {
    try (RawConnection connection = new RawConnection(SERVER.port())) {
      // Given
      connection.send(
          "GET "
              + BARE
              + " HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
              + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");
      assertThat(connection.readUntil("\r\n\r\n", TIMEOUT)).startsWith("HTTP/1.1 101 ");

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
  void closesACallerThatReadsNoReplies(String path) {
    // Given
    storeLargeEvents(100);
    BridgeTestClient client = connect(path);

    // When
    client.stopReading();

    // Then: only few reads are active at a time, so they repeat until the buffers are full
    client.awaitCloseWhile(() -> client.read(viewer, 1000));
  }

  @ParameterizedTest
  @ValueSource(strings = {BARE, FRAMED})
  void closesACallerThatReadsNoEvents(String path) throws Exception {
    // Given
    BridgeTestClient client = connect(path).listen(viewer);

    // When
    client.stopReading();
    storeLargeEvents(LARGE_EVENTS);

    // Then
    client.awaitCloseByWriting();
  }

  @Test
  void refusesMessagesWithoutAReplyAddress() throws Exception {
    // When
    BridgeTestClient client = connect(BARE);
    JsonObject message = message("send", ProviderEvents.READ, viewer);
    message.remove("replyAddress");
    client.send(message);

    // Then
    assertThat(client.next().getString("body")).isEqualTo("rejected");
  }

  @Test
  void refusesAMessageWhileTheRegistrationAndThreeOthersAreActive() throws Exception {
    // Given
    BridgeTestClient client = connect(BARE).listen(viewer);
    Pool pool = SERVER.database().pool(SERVER.vertx());
    SqlConnection session = pool.getConnection().await();
    Transaction transaction = session.begin().await();
    session.query("LOCK TABLE event_feed").execute().await();

    // When
    for (int i = 0; i < 4; i++) {
      client.read(viewer, 1);
    }

    // Then
    assertThat(client.next().getString("body")).isEqualTo("max_handlers_reached");
    transaction.rollback().await();
    pool.close().await();
    for (int i = 0; i < 3; i++) {
      assertThat(client.next().getString("type")).isEqualTo("rec");
    }
  }

  @Test
  void closesAfterALargeMessage() {
    // When
    BridgeTestClient client = connect(BARE);
    client.send("{}" + " ".repeat(70_000));

    // Then
    client.awaitClose();
  }

  @Test
  void countsSocketsAsStreamsOfTheirCaller() throws Exception {
    // When
    List<String> types = new ArrayList<>();
    for (int i = 0; i < 101; i++) {
      types.add(typeOfReply(connect(BARE)));
    }

    // Then
    assertThat(types).filteredOn("err"::equals).hasSize(1);

    // When
    disconnect();

    // Then
    await().atMost(TIMEOUT).until(() -> typeOfReply(connect(BARE)).equals("rec"));
  }

  private String typeOfReply(BridgeTestClient client) throws InterruptedException {
    client.read(viewer, 1);
    return client.next().getString("type");
  }

  @Test
  void closesASocketWithoutATokenInTime() {
    withServer(
        Map.of("bridgeAuthentication", Duration.ofMillis(300)),
        port -> connect(port, BARE).awaitClose());
  }

  @Test
  void closesASocketWhoseClientSendsNoPings() {
    withServer(
        Map.of("bridgePing", Duration.ofSeconds(1)),
        port -> {
          BridgeTestClient client = connect(port, BARE);
          client.awaitClose();
          assertThat(client.closeStatus()).isEqualTo((short) 1001);
        });
  }

  @Test
  void closesItsSocketsWhenTheServerStops() throws Exception {
    // Given
    Server server = Server.start(SERVER.settings("RAC_HTTP_SHUTDOWN_TIMEOUT", "60")).await();
    BridgeTestClient client = connect(server.port(), BARE);
    assertThat(typeOfReply(client)).isEqualTo("rec");

    // When
    var stopping = server.stop();

    // Then
    await().atMost(TIMEOUT).until(stopping::isComplete);
    client.awaitClose();
  }

  private void withServer(Map<String, Duration> timings, IntConsumer test) {
    Server server =
        Server.start(SERVER.settings("RAC_HTTP_SHUTDOWN_TIMEOUT", "60"), TestTimings.with(timings))
            .await();
    try {
      test.accept(server.port());
    } finally {
      server.stop().await();
    }
  }

  private BridgeTestClient connect(String path) {
    return connect(SERVER.port(), path);
  }

  private BridgeTestClient connect(int port, String path) {
    BridgeTestClient client = new BridgeTestClient(SERVER.vertx(), port, path);
    clients.add(client);
    return client;
  }

  private static void storeLargeEvents(int number) {
    SERVER
        .database()
        .execute(
            """
        INSERT INTO event (type, provider, subject, request_id)
        SELECT 'rac.provider.created', json_build_object('text', repeat('x', 50000)), 's', 'r'
        FROM generate_series(1, %d)
        """
                .formatted(number));
  }
}
