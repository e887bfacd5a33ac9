package org.racprovider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.support.Mutations;
import org.racprovider.support.PostgresServer;
import org.racprovider.support.RawConnection;
import org.racprovider.support.ServerProcess;
import org.racprovider.support.Tokens;

/**
 * No request can make the server fail, hang, reveal internals or leak memory. The system property
 * {@code fuzz.requests} (5,000) is the number of mutated requests, and {@code fuzz.seed} is the
 * seed of the first.
 */
@ExtendWith(VertxExtension.class)
@Timeout(3600)
class HostileInputIT {

  private static final int REQUESTS = Integer.getInteger("fuzz.requests", 5_000);
  private static final long SEED = Long.getLong("fuzz.seed", 4711);
  private static final int CALLERS = 64;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int STATUS_LINE = "HTTP/1.1 201".length();
  private static final String LARGE =
      "{\"name\":\"%s\",\"authorization_flow\":\"0f10f10f-0000-4000-8000-000000000001\","
          + "\"settings\":{\"x\":\"%s\"}}";
  private static final long MAX_GROWTH = 8 << 20;
  private static final Pattern INTERNALS =
      Pattern.compile(
          "(?i)exception|\\bat (java|io|org)\\.|\\bsql|postgres|vert\\.?x|netty|jackson");

  /** A 5xx status, except the 503 of a busy server. */
  private static final Pattern FAILED =
      Pattern.compile("(?s)HTTP/1.. 5(?!03 .*\r\nRetry-After: 1\r\n).*");

  private static final String BUSY = "(?s)HTTP/1.1 (408|503|504) .*";

  private static final Pattern RESPONSES = Pattern.compile("(?=HTTP/1\\.1 \\d{3} )");

  /** The beginning of an event stream, which does not end. */
  private static final String STREAM = ": open\n";

  private static PostgresServer postgres;
  private static ServerProcess server;
  private static String bearer;

  @BeforeAll
  static void startServer(Vertx vertx) throws Exception {
    bearer = "Bearer " + new Tokens(vertx, ServerProcess.SECRET).of("akadmin");
    postgres = PostgresServer.create();
    server =
        new ServerProcess(
            postgres.uri(),
            Map.of(
                "RAC_HTTP_HEADER_TIMEOUT", "1",
                "RAC_HTTP_BODY_TIMEOUT", "1",
                "RAC_HTTP_IDLE_TIMEOUT", "6"));
    server.start();
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
    postgres.close();
  }

  @Test
  void respondsToMutatedRequests() throws Exception {
    // Given
    sendMutated(0, REQUESTS / 5);
    long whenWarm = server.liveBytes();

    // When
    sendMutated(REQUESTS / 5, REQUESTS);

    // Then: the memory of lingering connections is released, leaked memory is not
    await().atMost(MINUTE).until(() -> server.liveBytes() - whenWarm, more -> more < MAX_GROWTH);
    await().atMost(MINUTE).until(server::isReady);
  }

  private static void sendMutated(int from, int to) throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try {
      List<Future<?>> sent = new ArrayList<>();
      for (int i = from; i < to; i++) {
        long seed = SEED + i;
        sent.add(callers.submit(() -> sendMutated(seed)));
      }
      for (Future<?> each : sent) {
        each.get();
      }
    } finally {
      callers.shutdownNow();
    }
  }

  private static Void sendMutated(long seed) throws IOException {
    byte[] requests = Mutations.requests(seed, bearer);
    String sent = "seed %d: %s".formatted(seed, text(requests));
    for (String response : RESPONSES.split(exchange(requests))) {
      assertThat(response).as(sent).doesNotContain("(open)").doesNotMatch(FAILED);
      assertThat(INTERNALS.matcher(withoutEcho(response)).find())
          .as(sent + "\n" + response)
          .isFalse();
    }
    return null;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
        "Content-Length: 4\r\nContent-Length: 5\r\n\r\n{}{}",
        "Content-Length: 4, 5\r\n\r\n{}{}",
        "Content-Length: +4\r\n\r\n{}{}",
        "Content-Length: -1\r\n\r\n{}",
        "Content-Length: 0x4\r\n\r\n{}{}",
        "Content-Length : 4\r\n\r\n{}{}",
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n\r\n",
        "X: 1\r\n Content-Length: 4\r\n\r\n{}{}",
        "X: 1\rContent-Length: 4\r\n\r\n{}{}"
      })
  void servesNoRequestHiddenInAnother(String ambiguous) throws IOException {
    // When
    String responses =
        exchange(
            bytes(
                "POST /api/v3/providers/rac/ HTTP/1.1\r\nHost: x\r\n"
                    + ambiguous
                    + "GET /-/health/live/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));

    // Then
    assertThat(responses).doesNotContain("\"up\"").doesNotContain(" 500 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/x\rX-Evil: 1",
        "text/x\u0000",
        "text/x%0d%0aX-Evil: 1",
        "text/x\u00e5\u0098\u008dX-Evil: 1"
      })
  void returnsNoInjectedHeader(String contentType) throws IOException {
    // When
    String response =
        exchange(
            bytes(
                "POST /api/v3/providers/rac/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                    + "Authorization: %s\r\nContent-Length: 2\r\nContent-Type: %s\r\n\r\n{}"
                        .formatted(bearer, contentType)));

    // Then
    List<String> headers = response.substring(0, response.indexOf("\r\n\r\n")).lines().toList();
    assertThat(headers).noneMatch(header -> header.startsWith("X-Evil"));
    assertThat(response).matches("(?s)HTTP/1.. 4.*");
  }

  @Test
  void respondsToTenThousandMappings() throws IOException {
    String mapping = "\"0ba9ba9b-0000-4000-8000-%012d\"";
    String mappings =
        IntStream.range(0, 10_000).mapToObj(mapping::formatted).collect(Collectors.joining(","));
    String body =
        "{\"name\":\"many\",\"authorization_flow\":\"0f10f10f-0000-4000-8000-000000000001\","
            + "\"property_mappings\":[%s]}".formatted(mappings);

    // When
    String response = served(post(bytes(body), ""));

    // Then
    assertThat(response).startsWith("HTTP/1.1 400 ").contains("object does not exist.");
  }

  @Test
  void refusesBodiesBeyondItsMemory() throws Exception {
    // Given
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    List<Future<String>> responses = new ArrayList<>();

    // When
    for (int i = 0; i < 5 * CALLERS; i++) {
      String name = "large " + i;
      responses.add(callers.submit(() -> statusOfLarge(name)));
    }
    callers.shutdown();

    // Then
    for (Future<String> response : responses) {
      assertThat(response.get())
          .isIn("HTTP/1.1 201", "HTTP/1.1 408", "HTTP/1.1 503", "HTTP/1.1 504", "");
    }
    await()
        .atMost(MINUTE)
        .until(() -> statusOfLarge("alone " + System.nanoTime()).equals("HTTP/1.1 201"));
  }

  private static String statusOfLarge(String name) throws IOException {
    byte[] body = bytes(LARGE.formatted(name, "x".repeat(1_000_000)));
    String response = exchange(post(body, ""));
    // The connection of a client that still sends may be closed before the client reads the
    // response.
    return response.startsWith("HTTP") ? response.substring(0, STATUS_LINE) : "";
  }

  @Test
  void inflatesNoBody() throws IOException {
    // Given
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bomb)) {
      for (int i = 0; i < 100; i++) {
        zip.write(new byte[1 << 20]);
      }
    }

    // When
    String response = served(post(bomb.toByteArray(), "Content-Encoding: gzip\r\n"));

    // Then
    assertThat(response).startsWith("HTTP/1.1 400 ").contains("JSON parse error");
  }

  private static byte[] post(byte[] body, String header) {
    String head =
        "POST /api/v3/providers/rac/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\nAuthorization: %s\r\nContent-Length: %d\r\n%s\r\n"
                .formatted(bearer, body.length, header);
    return Buffer.buffer(bytes(head)).appendBytes(body).getBytes();
  }

  /** Removes quotations of the request from field errors, because they may contain any word. */
  private static String withoutEcho(String response) {
    return response.startsWith("HTTP/1.1 2")
        ? ""
        : response.replaceAll("“[^”]*”|â\u0080\u009c.*?â\u0080\u009d", "");
  }

  /** Repeats the request while the server is busy, because the machine may pause. */
  private static String served(byte[] request) {
    return await()
        .atMost(MINUTE)
        .until(() -> exchange(request), response -> !response.matches(BUSY));
  }

  private static String exchange(byte[] request) throws IOException {
    try (RawConnection connection = new RawConnection(server.port())) {
      return connection.sendAll(request).readUntil(STREAM, TIMEOUT);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(byte[] request) {
    return new String(request, StandardCharsets.ISO_8859_1).replaceAll("Bearer \\S+", "Bearer …");
  }
}
