package org.racprovider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.support.ApiClient;
import org.racprovider.support.PostgresServer;
import org.racprovider.support.Providers;
import org.racprovider.support.TestServer;

/** The database stops and starts again under the running server. */
class DatabaseDownIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String UNAVAILABLE =
      "{\"detail\":\"The service is unavailable. Try again later.\"}";

  @AutoClose private static final PostgresServer POSTGRES = PostgresServer.create();

  @RegisterExtension
  static final TestServer SERVER =
      new TestServer(POSTGRES::uri, Map.of("RAC_DATABASE_STATEMENT_TIMEOUT", "5"));

  private static ApiClient client;

  @BeforeAll
  static void createClient() {
    client = SERVER.client("akadmin");
  }

  @BeforeEach
  void awaitCreates() {
    await().atMost(TIMEOUT).until(() -> create().await().statusCode() == 201);
  }

  @Test
  void respondsWith503WhileTheDatabaseIsStopped() throws IOException {
    // When
    POSTGRES.stop();

    // Then
    for (int i = 0; i < 3; i++) {
      HttpResponse<Buffer> refused = create().await();
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.getHeader("Retry-After")).isEqualTo("1");
      assertThat(refused.bodyAsString()).isEqualTo(UNAVAILABLE);
      assertThat(client.get(Providers.PATH).bodyAsString()).isEqualTo(UNAVAILABLE);
    }
    assertThat(client.get("/-/health/ready/").statusCode()).isEqualTo(503);
    assertThat(client.get("/-/health/live/").statusCode()).isEqualTo(200);
    assertServesAgain();
  }

  @Test
  void respondsToEveryRequestWhenTheDatabaseIsKilled() throws Exception {
    // Given
    List<Future<HttpResponse<Buffer>>> responses =
        IntStream.range(0, 200).mapToObj(i -> create()).toList();
    responses.get(20).await();

    // When
    POSTGRES.kill();

    // Then
    List<HttpResponse<Buffer>> all = Future.all(responses).await(30, TimeUnit.SECONDS).list();
    assertThat(all)
        .hasSize(200)
        .allSatisfy(
            response -> {
              assertThat(response.statusCode()).isIn(201, 503, 504);
              assertThat(response.bodyAsString()).doesNotContain("Exception", "SQL");
            });
    assertServesAgain();
  }

  private void assertServesAgain() throws IOException {
    // When
    POSTGRES.start();

    // Then
    await().atMost(TIMEOUT).until(() -> create().await().statusCode() == 201);
    await().atMost(TIMEOUT).until(() -> client.get("/-/health/ready/").statusCode() == 200);
  }

  private static Future<HttpResponse<Buffer>> create() {
    JsonObject body = Providers.named("provider " + UUID.randomUUID());
    return client.start("POST", Providers.PATH, body);
  }
}
