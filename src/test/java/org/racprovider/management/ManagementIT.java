package org.racprovider.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.Server;
import org.racprovider.start.ExitCode;
import org.racprovider.start.StartFailure;
import org.racprovider.support.ApiClient;
import org.racprovider.support.Postgres;
import org.racprovider.support.Providers;
import org.racprovider.support.TestServer;

class ManagementIT {

  @Order(1)
  @RegisterExtension
  static final Postgres POSTGRES = Postgres.migrated();

  @Order(2)
  @RegisterExtension
  static final TestServer SERVER = new TestServer(POSTGRES, Map.of());

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String COLLECTION = "/api/v3/providers/rac/";
  private static final Pattern IN_DOCUMENT =
      Pattern.compile("(?m)^\\| `((?:rac|jvm|process)_\\w+)`");
  private static final Pattern IN_QUERY = Pattern.compile("\\b(?:rac|jvm|process)_\\w+");

  private static ApiClient admin;

  @BeforeAll
  static void sendRequests() {
    admin = SERVER.client("akadmin");
    create("measured");
    admin.get(COLLECTION);
  }

  @Test
  void servesEveryDocumentedMetric() throws IOException {
    // Given
    List<String> promised =
        matches(IN_DOCUMENT, Files.readString(Path.of("src/site/markdown/operations.md")));

    // When
    System.gc();

    // Then
    assertThat(promised).hasSizeGreaterThan(10);
    assertThat(familiesWhen("jvm_gc_pause_seconds")).containsAll(promised);
  }

  @Test
  void dashboardUsesMetricsThatExist() throws IOException {
    // Given
    JsonObject dashboard = new JsonObject(Files.readString(Path.of("conf/grafana-dashboard.json")));
    List<String> asked =
        dashboard.getJsonArray("panels").stream()
            .flatMap(panel -> ((JsonObject) panel).getJsonArray("targets", JsonArray.of()).stream())
            .flatMap(target -> matches(IN_QUERY, ((JsonObject) target).getString("expr")).stream())
            .toList();

    // When
    Set<String> series = names(scrape());

    // Then
    assertThat(asked).hasSizeGreaterThan(10);
    assertThat(series).containsAll(asked);
  }

  @Test
  void countsRequestsByRouteMethodAndStatus() {
    // Given
    int pk = create("counted").bodyAsJsonObject().getInteger("pk");

    // When
    admin.get(COLLECTION + pk + "/");
    admin.get(COLLECTION + "987654321/");
    SERVER.client().get(COLLECTION);

    // Then
    assertThat(scrape())
        .contains(
            count("GET", "/providers/rac/:id/", 200),
            count("GET", "/providers/rac/:id/", 404),
            count("GET", "/providers/rac/", 403),
            count("POST", "/providers/rac/", 201))
        .doesNotContain(Integer.toString(pk) + "/", "987654321");
  }

  @Test
  void unknownPathsAndMethodsShareOneTimeSeries() {
    // Given
    askForEverything(0);
    long before = ownSeries();

    // When
    askForEverything(1);

    // Then
    assertThat(ownSeries()).isLessThan(500).isEqualTo(before);
    assertThat(scrape()).contains("route=\"unmatched\"").doesNotContain("BREW");
  }

  @Test
  void measuresCreatesAndEvents() {
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(scrape())
                    .containsPattern("rac_create_batch_count [1-9]")
                    .containsPattern("rac_create_commit_seconds_count [1-9]")
                    .contains("rac_create_queue 0.0", "rac_events_relay 1.0"));
  }

  @Test
  void servesTheProbes() {
    assertThat(get("/-/health/live/").statusCode()).isEqualTo(200);
    assertThat(get("/-/health/ready/").bodyAsString()).isEqualTo("{\"status\":\"up\"}");
  }

  @Test
  void doesNotServeMetricsOnTheApiPort() {
    assertThat(SERVER.client().get("/-/metrics/").statusCode()).isEqualTo(404);
    assertThat(get(COLLECTION).statusCode()).isEqualTo(404);
  }

  @Test
  void startFailsIfThePortIsTaken() {
    // Given
    Map<String, String> settings =
        SERVER.settings("RAC_MANAGEMENT_PORT", Integer.toString(SERVER.managementPort()));

    // Then
    assertThatThrownBy(() -> Server.start(settings).await())
        .hasMessageContaining("127.0.0.1:" + SERVER.managementPort())
        .isInstanceOf(StartFailure.class)
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.PORT_TAKEN);
  }

  private static void askForEverything(int round) {
    List<String> methods = List.of("GET", "PUT", "BREW" + round, "OPTIONS");
    IntStream.range(0, 1000)
        .mapToObj(
            i ->
                admin.start(methods.get(i % 4), (i % 8 < 4 ? "/x/" : COLLECTION) + round + i + "/"))
        .toList()
        .forEach(response -> response.await());
  }

  private static HttpResponse<Buffer> create(String name) {
    JsonObject body = Providers.named(name);
    return await()
        .atMost(TIMEOUT)
        .until(() -> admin.send("POST", COLLECTION, body), done -> done.statusCode() == 201);
  }

  private static String count(String method, String route, int status) {
    return "rac_http_request_seconds_count{method=\"%s\",route=\"%s\",status=\"%d\"}"
        .formatted(method, route, status);
  }

  /** Counts the time series of this server, without the 5xx statuses that a busy server may add. */
  private static long ownSeries() {
    return scrape()
        .lines()
        .filter(line -> line.startsWith("rac_") && !line.contains("status=\"5"))
        .count();
  }

  /** Waits for this metric, because the JVM reports a garbage collection with a delay. */
  private static Set<String> familiesWhen(String there) {
    return await()
        .atMost(TIMEOUT)
        .until(ManagementIT::families, families -> families.contains(there));
  }

  private static Set<String> families() {
    return Set.copyOf(matches(Pattern.compile("(?m)^# TYPE (\\w+)"), scrape()));
  }

  private static Set<String> names(String scraped) {
    return Set.copyOf(matches(Pattern.compile("(?m)^(\\w+)"), scraped));
  }

  private static List<String> matches(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.group(match.groupCount()))
        .distinct()
        .toList();
  }

  private static String scrape() {
    HttpResponse<Buffer> response = get("/-/metrics/");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.getHeader("content-type")).startsWith("text/plain; version=0.0.4");
    return response.bodyAsString();
  }

  private static HttpResponse<Buffer> get(String path) {
    return WebClient.create(SERVER.vertx())
        .get(SERVER.managementPort(), "127.0.0.1", path)
        .send()
        .await();
  }
}
