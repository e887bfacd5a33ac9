package org.racprovider.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.Server;
import org.racprovider.config.Timings;
import org.racprovider.support.ApiClient;
import org.racprovider.support.FreePort;
import org.racprovider.support.TestServer;
import org.racprovider.support.TestTimings;

class StatusIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Timings TIMINGS =
      TestTimings.with(Map.of("statusInterval", Duration.ofMillis(200)));
  private static final int CLUSTER_PORT = FreePort.find();
  private static final int OTHER_CLUSTER_PORT = FreePort.find();

  @RegisterExtension
  static final TestServer SERVER =
      TestServer.withDatabase(
              Map.of(
                  "RAC_CLUSTER", "true",
                  "RAC_CLUSTER_PORT", Integer.toString(CLUSTER_PORT),
                  "RAC_CLUSTER_MEMBERS",
                      "127.0.0.1:%d,127.0.0.1:%d".formatted(CLUSTER_PORT, OTHER_CLUSTER_PORT)))
          .with(TIMINGS);

  @Test
  void rejectsCallersWhoMayNotViewProviders() {
    assertThat(SERVER.client().get("/api/v3/status/").statusCode()).isEqualTo(403);
    assertThat(SERVER.client("adder").get("/api/v3/status/").statusCode()).isEqualTo(403);
    assertThat(SERVER.client("viewer").get("/api/v3/status/").statusCode()).isEqualTo(200);
  }

  @Test
  void reportsTheStateOfTheNode() {
    // When
    JsonObject node =
        await()
            .atMost(TIMEOUT)
            .ignoreExceptions()
            .until(StatusIT::ownAfterCreates, StatusIT::isUpAndBusy);

    // Then
    assertThat(node.getDouble("p50_ms")).isPositive();
    assertThat(node.getDouble("p99_ms")).isGreaterThanOrEqualTo(node.getDouble("p50_ms"));
    assertThat(node.getDouble("connections")).isPositive();
  }

  private static JsonObject ownAfterCreates() {
    create(10);
    return own(nodes(SERVER.client("viewer")));
  }

  /** On a busy machine the database may not respond for a moment; then some values are unknown. */
  private static boolean isUpAndBusy(JsonObject node) {
    return node.getString("status").equals("up")
        && node.getDouble("requests_per_second") > 0
        && node.getDouble("p50_ms") != null
        && node.getDouble("creates_waiting") == 0
        && node.getDouble("events_waiting") != null
        && node.getDouble("events_lag_seconds") != null;
  }

  @Test
  void reportsEveryNodeOfTheCluster() throws Exception {
    // Given
    Map<String, String> settings =
        SERVER.settings("RAC_CLUSTER_PORT", Integer.toString(OTHER_CLUSTER_PORT));

    // When
    Server other = Server.start(settings, TIMINGS).await();

    // Then
    try {
      List<JsonObject> known =
          await()
              .atMost(TIMEOUT)
              .ignoreExceptions()
              .until(() -> nodes(SERVER.client("viewer")), StatusIT::areTwoNodesUp);
      assertThat(known).anyMatch(node -> node.getString("name").endsWith(":" + other.port()));
    } finally {
      other.stop().await();
    }
  }

  private static boolean areTwoNodesUp(List<JsonObject> nodes) {
    return nodes.size() == 2
        && nodes.stream().allMatch(node -> node.getString("status").equals("up"));
  }

  private static List<JsonObject> nodes(ApiClient client) {
    return client.get("/api/v3/status/").bodyAsJsonObject().getJsonArray("nodes").stream()
        .map(JsonObject.class::cast)
        .toList();
  }

  private static JsonObject own(List<JsonObject> nodes) {
    return nodes.stream()
        .filter(node -> node.getString("name").endsWith(":" + SERVER.port()))
        .findFirst()
        .orElseThrow();
  }

  private static void create(int count) {
    ApiClient admin = SERVER.client("akadmin");
    IntStream.range(0, count)
        .mapToObj(
            i ->
                new JsonObject()
                    .put("name", "status " + UUID.randomUUID())
                    .put("authorization_flow", "0f10f10f-0000-4000-8000-000000000001"))
        .map(body -> admin.start("POST", "/api/v3/providers/rac/", body))
        .toList()
        .forEach(response -> response.await());
  }
}
