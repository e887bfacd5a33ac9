package org.racprovider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.racprovider.support.PostgresServer;
import org.racprovider.support.Tokens;

/** The database goes and comes back under the running server. */
class DatabaseDownIT {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String SECRET = "a secret for tests, of more than 32 bytes";
  private static final String PATH = "/api/v3/providers/rac/";
  private static final String UNAVAILABLE =
      "{\"detail\":\"The service is unavailable. Try again later.\"}";

  private static Vertx vertx;
  private static WebClient client;
  private static PostgresServer postgres;
  private static Server server;
  private static String token;

  @BeforeAll
  static void start() throws IOException {
    vertx = Vertx.vertx();
    client = WebClient.create(vertx);
    token = new Tokens(vertx, SECRET).of("akadmin");
    postgres = PostgresServer.create();
    server = Server.start(settings()).await();
  }

  @AfterAll
  static void stop() throws IOException {
    server.stop().eventually(vertx::close).await();
    postgres.close();
  }

  @BeforeEach
  void serves() {
    await().atMost(PATIENCE).until(() -> create().await().statusCode() == 201);
  }

  @Test
  void saysUnavailableWhileTheDatabaseIsStopped() throws IOException {
    // When
    postgres.stop();

    // Then
    for (int i = 0; i < 3; i++) {
      HttpResponse<Buffer> refused = create().await();
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.getHeader("Retry-After")).isEqualTo("1");
      assertThat(refused.bodyAsString()).isEqualTo(UNAVAILABLE);
      assertThat(get(PATH).bodyAsString()).isEqualTo(UNAVAILABLE);
    }
    assertThat(get("/-/health/ready/").statusCode()).isEqualTo(503);
    assertThat(get("/-/health/live/").statusCode()).isEqualTo(200);
    assertServesAgain();
  }

  @Test
  void answersEveryRequestWhenTheDatabaseIsKilled() throws Exception {
    // Given
    List<Future<HttpResponse<Buffer>>> answers =
        IntStream.range(0, 200).mapToObj(i -> create()).toList();
    answers.get(20).await();

    // When
    postgres.kill();

    // Then
    List<HttpResponse<Buffer>> answered = Future.all(answers).await(30, TimeUnit.SECONDS).list();
    assertThat(answered)
        .hasSize(200)
        .allSatisfy(
            answer -> {
              assertThat(answer.statusCode()).isIn(201, 503, 504);
              assertThat(answer.bodyAsString()).doesNotContain("Exception", "SQL");
            });
    assertServesAgain();
  }

  private void assertServesAgain() throws IOException {
    // When
    postgres.start();

    // Then
    await().atMost(PATIENCE).until(() -> create().await().statusCode() == 201);
    await().atMost(PATIENCE).until(() -> get("/-/health/ready/").statusCode() == 200);
  }

  private Future<HttpResponse<Buffer>> create() {
    JsonObject body =
        new JsonObject()
            .put("name", "provider " + UUID.randomUUID())
            .put("authorization_flow", "0f10f10f-0000-4000-8000-000000000001");
    return client
        .post(server.port(), "127.0.0.1", PATH)
        .putHeader("Authorization", "Bearer " + token)
        .sendJsonObject(body);
  }

  private static HttpResponse<Buffer> get(String path) {
    return client
        .get(server.port(), "127.0.0.1", path)
        .putHeader("Authorization", "Bearer " + token)
        .send()
        .await();
  }

  private static Map<String, String> settings() {
    return Map.of(
        "RAC_HTTP_HOST", "127.0.0.1",
        "RAC_HTTP_PORT", "0",
        "RAC_MANAGEMENT_PORT", "0",
        "RAC_JWT_SECRET", SECRET,
        "RAC_REFERENCE_DATA", "src/test/resources/recorded/fixtures.json",
        "RAC_DATABASE_URL", postgres.uri());
  }
}
