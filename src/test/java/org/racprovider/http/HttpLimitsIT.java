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
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.support.Providers;
import org.racprovider.support.RawConnection;
import org.racprovider.support.TestServer;

/** The server limits the resources of clients, and refuses at once what exceeds a limit. */
class HttpLimitsIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Duration SILENCE = Duration.ofMillis(50);
  private static final Duration AT_ONCE = Duration.ofMillis(100);
  private static final String PATH = "/api/v3/providers/rac/";
  private static final String ACTIVE = "rac_http_requests_active";
  private static final String BODIES = "rac_memory_reserved_bytes{share=\"bodies\"}";

  @RegisterExtension
  static final TestServer SERVER =
      TestServer.withDatabase(
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
    // Open connections of this client would count towards the limit.
    client = WebClient.create(SERVER.vertx(), new WebClientOptions().setKeepAlive(false));
    create("akadmin");
  }

  @Test
  void rejectsLargeHeaders() throws IOException {
    String response =
        raw("GET /api/v3/ HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(9000) + "\r\n\r\n");

    assertThat(response)
        .matches("(?s)HTTP/1.. 431 .*")
        .contains("content-type: application/json", "X-Content-Type-Options: nosniff")
        .endsWith("{\"detail\":\"The headers are too large.\"}");
  }

  @Test
  void rejectsTooManyHeaders() throws IOException {
    assertThat(raw("GET /-/health/live/ HTTP/1.1\r\nHost: x\r\n" + "a:b\r\n".repeat(150) + "\r\n"))
        .matches("(?s)HTTP/1.. 431 .*")
        .endsWith("{\"detail\":\"The headers are too large.\"}");
  }

  @Test
  void rejectsManyHeadersBeforeTheirEnd() throws IOException {
    assertThat(raw("GET /-/health/live/ HTTP/1.1\r\nHost: x\r\n" + "a:b\r\n".repeat(1000)))
        .matches("(?s)HTTP/1.. 431 .*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip, chunked", "chunked, chunked", "gzip"})
  void rejectsOtherTransferCodings(String codings) throws IOException {
    assertThat(
            raw(
                "POST /api/v3/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
                    + codings
                    + "\r\n\r\n0\r\n\r\n"))
        .matches("(?s)HTTP/1.. 400 .*");
  }

  @Test
  void respondsToPipelinedRequestsInTheirOrder() throws IOException {
    try (RawConnection connection = new RawConnection(SERVER.port())) {
      // When
      String live = "GET /-/health/live/ HTTP/1.1\r\nHost: x\r\n\r\n";
      String last = "GET /last/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
      String responses = connection.send(live.repeat(200) + last).readAll(TIMEOUT);

      // Then
      assertThat(responses.split("HTTP/1.1 200 ", -1)).hasSize(201);
      assertThat(responses.substring(responses.lastIndexOf("HTTP/1.1 ")))
          .startsWith("HTTP/1.1 404 ");
    }
  }

  @Test
  void rejectsALongUri() throws IOException {
    String response = raw("GET /" + "x".repeat(5000) + " HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(response)
        .matches("(?s)HTTP/1.. 414 .*")
        .endsWith("{\"detail\":\"The URI is too long.\"}");
  }

  @Test
  void rejectsInvalidHttp() throws IOException {
    assertThat(raw("nonsense\r\n\r\n"))
        .matches("(?s)HTTP/1.. 400 .*")
        .endsWith("{\"detail\":\"Bad request.\"}");
  }

  @Test
  void closesTheConnectionsOfSlowClientsOnly() throws IOException {
    // Given
    RawConnection stream = open(streamHead("akadmin"));
    SlowClients slow = slowClients();
    RawConnection large = open(head("full", 1_000_000));

    // When
    slow.sendOneByte();
    assertThat(slow.open()).hasSize(7);

    // Then
    await().atMost(TIMEOUT).until(() -> slow.sendOneByte().received("body").contains("too long"));
    assertThat(slow.received("body"))
        .startsWith("HTTP/1.1 408 ")
        .endsWith("{\"detail\":\"The body takes too long.\"}");

    // Then: no memory holds a body that continues after its response
    assertThat(large.readUntil("too long", TIMEOUT)).startsWith("HTTP/1.1 408 ");
    large.sendAll(new byte[500_000]).close();
    await().atMost(TIMEOUT).until(() -> metric(BODIES) == 0);

    // Then
    await()
        .atMost(TIMEOUT)
        .until(
            () -> {
              create("akadmin");
              return slow.sendOneByte().open().isEmpty();
            });
    assertThat(slow.received("body of an unknown path")).startsWith("HTTP/1.1 404 ");
    assertThat(stream.readUntil("data: ", TIMEOUT)).endsWith("data: ");
    assertThat(stream.readAll(SILENCE)).endsWith("(open)");
    stream.close();
  }

  private static SlowClients slowClients() throws IOException {
    return new SlowClients()
        .add("headers", "GET / HTTP/1.1\r\nHost: x\r\nX: ")
        .add("body", head("akadmin"))
        .add(
            "body of an unknown path",
            "POST /nothing/ HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
        .add(
            "headers of a second request",
            "GET /-/health/live/ HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nX: ")
        .add(
            "body of GET", "GET /-/health/live/ HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n")
        .add("body of OPTIONS", "OPTIONS * HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n")
        .add(
            "body of an upgrade",
            "GET /eventbus/websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n"
                + "Upgrade: websocket\r\nContent-Length: 100\r\n\r\n");
  }

  /** Clients with incomplete requests, which they continue byte by byte. */
  private static final class SlowClients {

    private final Map<String, RawConnection> open = new HashMap<>();
    private final Map<String, String> received = new HashMap<>();

    SlowClients add(String name, String begun) throws IOException {
      open.put(name, HttpLimitsIT.open(begun));
      return this;
    }

    /** Sends a byte on each open connection, and reads what has arrived. */
    SlowClients sendOneByte() throws IOException {
      for (String name : List.copyOf(open.keySet())) {
        String text = open.get(name).sendAll(new byte[] {'x'}).readAll(SILENCE);
        received.merge(name, text.replace("(open)", ""), String::concat);
        if (!text.endsWith("(open)")) {
          open.remove(name).close();
        }
      }
      return this;
    }

    Set<String> open() {
      return open.keySet();
    }

    String received(String name) {
      return received.get(name);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v3/", "/api/v3/schema/"})
  void respondsToGetBeforeItsBodyHasArrived(String path) throws IOException {
    try (RawConnection connection = new RawConnection(SERVER.port())) {
      // When
      connection.send("GET %s HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{".formatted(path));
      String response = connection.readUntil("\r\n\r\n", TIMEOUT);

      // Then
      assertThat(response).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void countsAResponseThatItsClientDoesNotRead() throws IOException {
    // When
    RawConnection silent = open("GET /static/swagger-ui-bundle.js HTTP/1.1\r\nHost: x\r\n\r\n");

    // Then: the operating system takes only a part of it
    await().atMost(TIMEOUT).until(() -> unreadBytes() > 0);
    silent.close();
    await().atMost(TIMEOUT).until(() -> unreadBytes() == 0);
  }

  private static double unreadBytes() {
    return metric("rac_memory_reserved_bytes{share=\"output\"}");
  }

  @Test
  void closesConnectionsBeyondTheLimit() throws Exception {
    // Given
    List<RawConnection> connections = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      connections.add(new RawConnection(SERVER.port()));
    }

    // When: when the newest one has its response, all others have been accepted
    Collections.reverse(connections);
    int responses = 0;
    for (RawConnection connection : connections) {
      connection.sendAll("GET /-/health/live/ HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
      responses += connection.readUntil("\"up\"", TIMEOUT).contains("\"up\"") ? 1 : 0;
    }
    close(connections);

    // Then
    assertThat(responses).isBetween(1, 20);
    awaitLive();
  }

  @Test
  void doesNotCountClosedWebSockets() throws Exception {
    // When
    WebSocketClient sockets = SERVER.vertx().createWebSocketClient();
    for (int i = 0; i < 30; i++) {
      sockets.connect(SERVER.port(), "127.0.0.1", "/eventbus/websocket").await().close().await();
    }

    // Then
    awaitLive();
  }

  @Test
  void doesNotCompressWebSockets() throws IOException {
    try (RawConnection connection = new RawConnection(SERVER.port())) {
      // When
      connection.send(
          "GET /eventbus/websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n"
              + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
              + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
              + "Sec-WebSocket-Extensions: permessage-deflate, deflate-frame\r\n\r\n");
      String response = connection.readUntil("\r\n\r\n", TIMEOUT);

      // Then
      assertThat(response).startsWith("HTTP/1.1 101 ").doesNotContain("deflate");
    }
  }

  @Test
  void throttlesOnlyTheCallerWithTooManyRequests() {
    try (BlockedCreates blocked = new BlockedCreates()) {
      // When
      HttpResponse<Buffer> same =
          await()
              .atMost(TIMEOUT)
              .until(
                  () -> {
                    blocked.fill("akadmin", 4);
                    return list("akadmin");
                  },
                  response -> response.statusCode() == 429);

      // Then
      assertThat(list("full").statusCode()).isEqualTo(200);
      assertThat(same.getHeader("Retry-After")).isEqualTo("1");
      assertThat(same.bodyAsString())
          .isEqualTo("{\"detail\":\"Request was throttled. Expected available in 1 second.\"}");
    }
    awaitCreated("akadmin");
  }

  @Test
  void refusesRequestsBeyondTheLimitAtOnce() {
    // When
    List<Duration> times = new ArrayList<>();
    try (BlockedCreates blocked = new BlockedCreates()) {
      await()
          .atMost(TIMEOUT)
          .until(
              () -> {
                blocked.fill("akadmin", 4);
                blocked.fill("full", 8);
                times.addAll(refusal());
                return times.size() >= 10;
              });

      // Then: the machine may pause during some requests
      assertThat(Collections.min(times)).isLessThan(AT_ONCE);
      assertThat(status("/-/health/live/")).isEqualTo(200);
    }
    awaitCreated("adder");
  }

  /** The time of a create that is refused; none if a blocked create has ended meanwhile. */
  private static List<Duration> refusal() {
    String bearer = SERVER.bearer("adder");
    long begun = System.nanoTime();
    HttpResponse<Buffer> refused = create(bearer, "refused");
    Duration taken = Duration.ofNanos(System.nanoTime() - begun);
    if (refused.statusCode() != 503) {
      return List.of();
    }
    assertThat(refused.getHeader("Retry-After")).isEqualTo("1");
    return List.of(taken);
  }

  /** Creates that wait for a lock in the database. */
  private static final class BlockedCreates implements AutoCloseable {

    private final SqlConnection locker =
        SERVER.database().pool(SERVER.vertx()).getConnection().await();
    private final List<RawConnection> creates = new ArrayList<>();

    BlockedCreates() {
      locker.query("SET idle_in_transaction_session_timeout = 0").execute().await();
      locker.begin().await();
      locker.query("LOCK TABLE provider IN EXCLUSIVE MODE").execute().await();
    }

    /**
     * Adds creates of a caller until this number is active. Each waits for five seconds at most.
     */
    void fill(String caller, int total) throws IOException {
      while (metric(ACTIVE) < total) {
        String body = Providers.named("blocked " + System.nanoTime()).encode();
        creates.add(open(head(caller, body.length()).replaceFirst("\\{$", "") + body));
      }
    }

    @Override
    public void close() {
      locker.query("ROLLBACK").execute().compose(ended -> locker.close()).await();
      try {
        HttpLimitsIT.close(creates);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void doesNotCountRequestsThatWaitForTheirBody() throws Exception {
    // Given
    List<RawConnection> unfinished = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      unfinished.add(open(head("akadmin")));
    }
    await().atMost(TIMEOUT).until(() -> metric(BODIES) > 0 && metric(ACTIVE) == 0);

    // Then
    assertThat(create("akadmin").statusCode()).isEqualTo(201);
    close(unfinished);
    await().atMost(TIMEOUT).until(() -> metric(BODIES) == 0);
  }

  @Test
  void doesNotCountStreamsAsRequests() throws Exception {
    // Given
    List<RawConnection> streams = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      streams.add(open(streamHead("full")));
      assertThat(streams.get(i).readUntil(": open\n", TIMEOUT)).startsWith("HTTP/1.1 200 ");
    }

    // Then
    awaitCreated("full");
    close(streams);
    awaitCreated("full");
  }

  private static RawConnection open(String begun) throws IOException {
    return new RawConnection(SERVER.port()).send(begun);
  }

  private static void close(List<RawConnection> connections) throws IOException {
    for (RawConnection connection : connections) {
      connection.close();
    }
  }

  private static void awaitCreated(String caller) {
    await().atMost(TIMEOUT).until(() -> create(caller).statusCode() == 201);
  }

  private static void awaitLive() {
    await().atMost(TIMEOUT).ignoreExceptions().until(() -> status("/-/health/live/") == 200);
  }

  private static String head(String caller) {
    return head(caller, 100);
  }

  private static String head(String caller, int length) {
    return "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\nContent-Type: application/json\r\n"
            .formatted(PATH, SERVER.bearer(caller))
        + "Content-Length: %d\r\n\r\n{".formatted(length);
  }

  private static String streamHead(String caller) {
    return "GET %sevents/ HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\n\r\n"
        .formatted(PATH, SERVER.bearer(caller));
  }

  private static String raw(String request) throws IOException {
    try (RawConnection connection = new RawConnection(SERVER.port())) {
      return connection.send(request).readAll(TIMEOUT);
    }
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
    JsonObject body = Providers.named(name);
    return client
        .post(SERVER.port(), "127.0.0.1", PATH)
        .putHeader("Authorization", bearer)
        .sendJsonObject(body)
        .await();
  }

  private static HttpResponse<Buffer> list(String caller) {
    return client
        .get(SERVER.port(), "127.0.0.1", PATH)
        .putHeader("Authorization", SERVER.bearer(caller))
        .send()
        .await();
  }

  private static int status(String path) {
    return client.get(SERVER.port(), "127.0.0.1", path).send().await().statusCode();
  }
}
