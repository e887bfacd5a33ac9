package org.racprovider.event.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.support.ApiClient;
import org.racprovider.support.TestServer;

/** Server-Sent Events, read by a plain HTTP client. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EventStreamIT {

  @RegisterExtension static final TestServer SERVER = TestServer.withDatabase(Map.of());

  private static final String POSITION =
      """
      SELECT position - cardinality(events) + array_position(events, event.id) AS position
      FROM event_batch JOIN event ON event.id = ANY (events)
      WHERE position IS NOT NULL AND provider->>'pk' = $1
      """;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void streamsTheEventsAfterTheLastEventId() throws Exception {
    // Given
    int first = create();
    int second = create();
    String before = Long.toString(positionOf(first) - 1);

    // When
    try (BufferedReader stream = stream(request().header("Last-Event-ID", before))) {
      JsonObject event = next(stream);

      // Then
      assertThat(event.getString("type")).isEqualTo("rac.provider.created");
      assertThat(event.getJsonObject("model").getInteger("pk")).isEqualTo(first);
      assertThat(event.getJsonObject("provider").getJsonObject("settings")).isEmpty();
      assertThat(event.getString("subject")).isEqualTo("akadmin");
      assertThat(next(stream).getJsonObject("model").getInteger("pk")).isEqualTo(second);
    }
  }

  @Test
  void includesTheTraceOfTheRequest() throws Exception {
    // Given
    String traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    try (BufferedReader stream = stream(request())) {
      assertThat(stream.readLine()).isEqualTo(": open");

      // When
      create(SERVER.client("akadmin").with("traceparent", traceparent));

      // Then
      assertThat(next(stream).getString("traceparent")).isEqualTo(traceparent);
    }
  }

  @Test
  void startsWithTheNextEventWithoutDelay() throws Exception {
    // Given
    positionOf(create());
    List<Duration> delays = new ArrayList<>();
    try (BufferedReader stream = stream(request())) {
      assertThat(stream.readLine()).isEqualTo(": open");

      // When: the machine may pause in one of them
      for (int i = 0; i < 3; i++) {
        int pk = create();
        long committed = System.nanoTime();
        assertThat(next(stream).getJsonObject("model").getInteger("pk")).isEqualTo(pk);
        delays.add(Duration.ofNanos(System.nanoTime() - committed));
      }
    }

    // Then
    assertThat(Collections.min(delays)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void sendsItsFirstPositionAtOnceSoThatAReconnectMissesNothing() throws Exception {
    // Given
    String position = Long.toString(positionOf(create()));

    // When
    try (BufferedReader stream = stream(request())) {

      // Then
      assertThat(stream.readLine()).isEqualTo(": open");
      assertThat(stream.readLine()).isEqualTo("id: " + position);
      assertThat(stream.readLine()).isEmpty();
    }
  }

  @Test
  void endsWithAnEventGoneIfTheNextEventIsDeleted() throws Exception {
    // Given
    long position = positionOf(create());
    SERVER.database().execute("UPDATE event_feed SET trimmed = " + position);

    // When
    try (BufferedReader stream = stream(request().header("Last-Event-ID", "0"))) {

      // Then
      assertThat(stream.lines())
          .contains("event: gone")
          .anyMatch(line -> line.contains("\"oldest\":" + (position + 1)));
    } finally {
      SERVER.database().execute("UPDATE event_feed SET trimmed = 0");
    }
  }

  @Test
  void endsWhenTheTokenExpires() throws Exception {
    // Given: the server accepts a token for 30 s more
    String soon = SERVER.bearer("viewer", Duration.ofSeconds(-27));

    // When
    try (BufferedReader stream = stream(to(soon))) {

      // Then
      assertThat(stream.lines()).contains(": open");
    }
  }

  @Test
  void refusesCallersWhoMayNotViewProviders() throws Exception {
    assertThat(status(to(SERVER.bearer("nobody")))).isEqualTo(403);
    assertThat(status(to("Basic x"))).isEqualTo(403);
  }

  @Test
  void refusesInvalidRequests() throws Exception {
    assertThat(status(request().header("Accept", "application/json"))).isEqualTo(406);
    assertThat(status(request().header("Last-Event-ID", "x"))).isEqualTo(400);
    assertThat(status(request().POST(HttpRequest.BodyPublishers.noBody()))).isEqualTo(405);
  }

  @Test
  void allowsAHundredStreamsOfOneCaller() throws Exception {
    // Given
    List<BufferedReader> streams = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      streams.add(stream(to(SERVER.bearer("full"))));
    }

    // When
    int same = status(to(SERVER.bearer("full")));

    // Then
    assertThat(same).isEqualTo(429);
    stream(request()).close();
    streams.remove(0).close();
    await().atMost(Duration.ofSeconds(20)).until(() -> isServed(to(SERVER.bearer("full"))));
    for (BufferedReader stream : streams) {
      stream.close();
    }
  }

  private static HttpRequest.Builder request() {
    return to(SERVER.bearer("viewer"));
  }

  private static HttpRequest.Builder to(String authorization) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + SERVER.port() + "/api/v3/providers/rac/events/"))
        .header("Authorization", authorization);
  }

  private int status(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private boolean isServed(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    response.body().close();
    return response.statusCode() == 200;
  }

  private BufferedReader stream(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        http.send(
            request.header("Accept", "text/event-stream").build(),
            HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
    return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  private static JsonObject next(BufferedReader stream) throws IOException {
    for (String line = stream.readLine(); ; line = stream.readLine()) {
      if (line.startsWith("data: ")) {
        return new JsonObject(line.substring("data: ".length()));
      }
    }
  }

  private static int create() {
    return create(SERVER.client("akadmin"));
  }

  private static int create(ApiClient client) {
    JsonObject body =
        new JsonObject()
            .put("name", "stream " + UUID.randomUUID())
            .put("authorization_flow", "0f10f10f-0000-4000-8000-000000000001")
            .put("settings", new JsonObject().put("password", "hidden"));
    return client.send("POST", "/api/v3/providers/rac/", body).bodyAsJsonObject().getInteger("pk");
  }

  private static long positionOf(int pk) {
    Pool pool = SERVER.database().pool(SERVER.vertx());
    AtomicLong position = new AtomicLong();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              pool.preparedQuery(POSITION)
                  .execute(Tuple.of(Integer.toString(pk)))
                  .await()
                  .forEach(row -> position.set(row.getLong("position")));
              return position.get() > 0;
            });
    pool.close().await();
    return position.get();
  }
}
