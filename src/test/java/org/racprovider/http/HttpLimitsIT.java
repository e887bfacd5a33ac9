package org.racprovider.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.support.Postgres;
import org.racprovider.support.RawConnection;
import org.racprovider.support.TestServer;

/** What callers may use up is bounded, and what goes beyond is refused at once. */
class HttpLimitsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration AT_ONCE = Duration.ofMillis(100);
  private static final String PATH = "/api/v3/providers/rac/";

  @Order(1)
  @RegisterExtension
  static final Postgres POSTGRES = Postgres.empty();

  @Order(2)
  @RegisterExtension
  static final TestServer SERVER =
      new TestServer(
          POSTGRES,
          Map.of(
              "RAC_HTTP_MAX_CONNECTIONS", "20",
              "RAC_HTTP_MAX_REQUESTS", "8",
              "RAC_HTTP_MAX_REQUESTS_PER_SUBJECT", "4",
              "RAC_HTTP_HEADER_TIMEOUT", "5",
              "RAC_HTTP_BODY_TIMEOUT", "5",
              "RAC_HTTP_IDLE_TIMEOUT", "6"));

  private static WebClient client;

  @BeforeAll
  static void createClient() {
    // What it keeps open would count among the connections.
    client = WebClient.create(SERVER.vertx(), new WebClientOptions().setKeepAlive(false));
    create("akadmin");
  }

  @Test
  void answers431ToLargeHeaders() throws IOException {
    String answer = raw("GET /api/v3/ HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(9000) + "\r\n\r\n");

    assertThat(answer)
        .matches("(?s)HTTP/1.. 431 .*")
        .contains("content-type: application/json", "X-Content-Type-Options: nosniff")
        .endsWith("{\"detail\":\"The headers are too large.\"}");
  }

  @Test
  void answers414ToALongUri() throws IOException {
    String answer = raw("GET /" + "x".repeat(5000) + " HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(answer)
        .matches("(?s)HTTP/1.. 414 .*")
        .endsWith("{\"detail\":\"The URI is too long.\"}");
  }

  @Test
  void answers400ToWhatIsNotHttp() throws IOException {
    assertThat(raw("nonsense\r\n\r\n"))
        .matches("(?s)HTTP/1.. 400 .*")
        .endsWith("{\"detail\":\"Bad request.\"}");
  }

  @Test
  void cutsHeadersThatTrickle() throws IOException {
    try (RawConnection connection = new RawConnection(SERVER.port())) {
      // When
      connection.send("GET / HTTP/1.1\r\nHost: x\r\nX: ");
      String answer = trickle(connection);

      // Then
      assertThat(answer).doesNotContain("(open)");
    }
  }

  @Test
  void cutsWhatTricklesWhileNothingIsServed() throws IOException {
    // Given
    List<RawConnection> connections = new ArrayList<>();
    for (String begun :
        List.of(
            "GET /-/health/live/ HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nX: ",
            "GET /-/health/live/ HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n",
            "OPTIONS * HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n",
            "GET /eventbus/websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n"
                + "Upgrade: websocket\r\nContent-Length: 100\r\n\r\n")) {
      connections.add(new RawConnection(SERVER.port()).send(begun));
    }

    for (RawConnection connection : connections) {
      assertThat(connection.readAll(Duration.ofMillis(250))).contains("(open)");
    }

    // When
    for (int i = 0; i < 16; i++) {
      for (RawConnection connection : connections) {
        connection.sendAll(new byte[] {'x'}).readAll(Duration.ofMillis(250));
      }
    }

    // Then
    for (RawConnection connection : connections) {
      assertThat(connection.readAll(Duration.ofMillis(250))).doesNotContain("(open)");
      connection.close();
    }
  }

  @Test
  void cutsNoAnswerThatGoesOn() throws IOException {
    try (RawConnection connection = new RawConnection(SERVER.port())) {
      // Given
      connection.send(
          "GET /providers/rac/events/ HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\n\r\n"
              .formatted(SERVER.bearer("akadmin")));

      // When
      for (int i = 0; i < 14; i++) {
        connection.readAll(Duration.ofMillis(500));
        create("akadmin");
      }

      // Then
      assertThat(connection.readUntil("data: ", PATIENCE)).endsWith("data: ");
      assertThat(connection.readAll(Duration.ofMillis(500))).endsWith("(open)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v3/", "/api/v3/schema/"})
  void keepsNoBodyOfWhatTakesNone(String path) throws IOException {
    try (RawConnection connection = new RawConnection(SERVER.port())) {
      // When
      connection.send("GET %s HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{".formatted(path));
      String answer = connection.readUntil("\r\n\r\n", PATIENCE);

      // Then
      assertThat(answer).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void holdsNothingOfABodyAfterItsAnswer() throws IOException {
    try (RawConnection connection = new RawConnection(SERVER.port())) {
      // Given
      connection.send(head("akadmin", 1_000_000));
      assertThat(connection.readUntil("too long", PATIENCE)).startsWith("HTTP/1.1 408 ");

      // When
      connection.sendAll(new byte[500_000]);
    }

    // Then
    await().atMost(PATIENCE).until(() -> metric("rac_http_bodies_bytes") == 0);
  }

  @Test
  void cutsABodyThatTrickles() throws IOException {
    try (RawConnection connection = new RawConnection(SERVER.port())) {
      // When
      connection.send(head("akadmin"));
      String answer = trickle(connection);

      // Then
      assertThat(answer).startsWith("HTTP/1.1 408 ").doesNotContain("(open)");
      assertThat(answer).contains("{\"detail\":\"The body takes too long.\"}");
    }
  }

  @Test
  void closesConnectionsBeyondTheLimit() throws Exception {
    // Given
    List<RawConnection> connections = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      connections.add(new RawConnection(SERVER.port()));
    }

    // When
    int answered = 0;
    for (RawConnection connection : connections) {
      connection.sendAll("GET /-/health/live/ HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
      answered += connection.readUntil("\"up\"", PATIENCE).contains("\"up\"") ? 1 : 0;
    }
    close(connections);

    // Then
    assertThat(answered).isBetween(1, 20);
    awaitLive();
  }

  @Test
  void webSocketsThatEndedLeaveRoomForOthers() throws Exception {
    // When
    WebSocketClient sockets = SERVER.vertx().createWebSocketClient();
    for (int i = 0; i < 30; i++) {
      sockets.connect(SERVER.port(), "127.0.0.1", "/eventbus/websocket").await().close().await();
    }

    // Then
    awaitLive();
  }

  @Test
  void compressesNoWebSocket() throws IOException {
    try (RawConnection connection = new RawConnection(SERVER.port())) {
      // When
      connection.send(
          "GET /eventbus/websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n"
              + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
              + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
              + "Sec-WebSocket-Extensions: permessage-deflate, deflate-frame\r\n\r\n");
      String answer = connection.readUntil("\r\n\r\n", PATIENCE);

      // Then
      assertThat(answer).startsWith("HTTP/1.1 101 ").doesNotContain("deflate");
    }
  }

  @Test
  void throttlesACallerThatAsksForTooMuchAndNoOther() throws Exception {
    // Given
    List<RawConnection> unfinished = unfinished("akadmin");
    awaitActive(4);

    // When
    awaitCreated("full");
    HttpResponse<Buffer> same = create("akadmin");

    // Then
    assertThat(same.statusCode()).isEqualTo(429);
    assertThat(same.getHeader("Retry-After")).isEqualTo("1");
    assertThat(same.bodyAsString())
        .isEqualTo("{\"detail\":\"Request was throttled. Expected available in 1 second.\"}");
    close(unfinished);
    awaitCreated("akadmin");
  }

  @Test
  void refusesAtOnceWhatIsBeyondItsCapacity() throws Exception {
    // Given
    List<RawConnection> unfinished = unfinished("akadmin");
    unfinished.addAll(unfinished("full"));
    awaitActive(8);

    // When
    List<Duration> taken = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      taken.add(refusal());
    }

    // Then: the machine may pause in some of them
    assertThat(Collections.min(taken)).isLessThan(AT_ONCE);
    assertThat(status("/-/health/live/")).isEqualTo(200);
    close(unfinished);
    awaitCreated("adder");
  }

  private static Duration refusal() {
    String bearer = SERVER.bearer("adder");
    long begun = System.nanoTime();
    HttpResponse<Buffer> refused = create(bearer, "refused");
    Duration taken = Duration.ofNanos(System.nanoTime() - begun);
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.getHeader("Retry-After")).isEqualTo("1");
    return taken;
  }

  @Test
  void countsNoStreamAmongTheRequests() throws Exception {
    // Given
    List<RawConnection> streams = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      streams.add(new RawConnection(SERVER.port()).send(streamHead("full")));
      assertThat(streams.get(i).readUntil(": open\n", PATIENCE)).startsWith("HTTP/1.1 200 ");
    }

    // Then
    awaitCreated("full");
    close(streams);
    awaitCreated("full");
  }

  @Test
  void cutsABodyThatNobodyReads() throws IOException {
    try (RawConnection connection = new RawConnection(SERVER.port())) {
      // When
      connection.send("POST /nothing/ HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{");
      String answer = trickle(connection);

      // Then
      assertThat(answer).startsWith("HTTP/1.1 404 ").doesNotContain("(open)");
    }
  }

  /** As many requests as one caller may have. */
  private static List<RawConnection> unfinished(String caller) throws IOException {
    List<RawConnection> connections = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      connections.add(new RawConnection(SERVER.port()).send(head(caller)));
    }
    return connections;
  }

  private static void close(List<RawConnection> connections) throws IOException {
    for (RawConnection connection : connections) {
      connection.close();
    }
  }

  private static void awaitActive(int requests) {
    await().atMost(PATIENCE).until(() -> metric("rac_http_requests_active") == requests);
  }

  private static void awaitCreated(String caller) {
    await().atMost(PATIENCE).until(() -> create(caller).statusCode() == 201);
  }

  private static void awaitLive() {
    await().atMost(PATIENCE).ignoreExceptions().until(() -> status("/-/health/live/") == 200);
  }

  private static String head(String caller) {
    return head(caller, 100);
  }

  private static String head(String caller, int length) {
    return "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\nContent-Length: %d\r\n\r\n{"
        .formatted(PATH, SERVER.bearer(caller), length);
  }

  private static String streamHead(String caller) {
    return "GET %sevents/ HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\n\r\n"
        .formatted(PATH, SERVER.bearer(caller));
  }

  private static String raw(String request) throws IOException {
    try (RawConnection connection = new RawConnection(SERVER.port())) {
      return connection.send(request).readAll(PATIENCE);
    }
  }

  /** Sends a byte now and then, until the server answers or closes. */
  private static String trickle(RawConnection connection) throws IOException {
    String answer = "(open)";
    for (int i = 0; i < 60 && answer.equals("(open)"); i++) {
      connection.sendAll(new byte[] {'x'});
      answer = connection.readAll(Duration.ofMillis(200));
    }
    return answer.equals("(open)")
        ? answer
        : answer.replace("(open)", "") + connection.readAll(PATIENCE);
  }

  private static double metric(String name) {
    String metrics =
        client
            .get(SERVER.managementPort(), "127.0.0.1", "/-/metrics/")
            .send()
            .await()
            .bodyAsString();
    return metrics
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
        .findFirst()
        .orElseThrow();
  }

  private static HttpResponse<Buffer> create(String caller) {
    return create(SERVER.bearer(caller), "limits " + System.nanoTime());
  }

  private static HttpResponse<Buffer> create(String bearer, String name) {
    JsonObject body =
        new JsonObject()
            .put("name", name)
            .put("authorization_flow", "0f10f10f-0000-4000-8000-000000000001");
    return client
        .post(SERVER.port(), "127.0.0.1", PATH)
        .putHeader("Authorization", bearer)
        .sendJsonObject(body)
        .await();
  }

  private static int status(String path) {
    return client.get(SERVER.port(), "127.0.0.1", path).send().await().statusCode();
  }
}
