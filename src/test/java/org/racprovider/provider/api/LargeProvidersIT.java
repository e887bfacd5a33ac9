package org.racprovider.provider.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.support.ApiClient;
import org.racprovider.support.Providers;
import org.racprovider.support.ServerProcess;
import org.racprovider.support.TestServer;

/** Providers as large as a request may be, among small ones. */
class LargeProvidersIT {

  @RegisterExtension
  static final TestServer SERVER =
      TestServer.withDatabase(Map.of("RAC_LIST_LARGEST_PAGE_SIZE", "1000"));

  /** As text: 4 bytes an object. */
  private static final int OBJECTS = 75_000;

  private static final String INSERT =
      """
      INSERT INTO provider (pk, type, name, settings)
      SELECT n, 'rac', 'large ' || lpad(n::text, 6, '0'),
             CASE n %% 4
                 WHEN 0 THEN ('{"x":[' || repeat('{},', %d) || '1.50]}')::jsonb
                 WHEN 1 THEN jsonb_build_object('n', n, 'é', '\uD83D\uDE00')
                 WHEN 2 THEN jsonb_build_object('text', repeat('a"', 2000))
                 ELSE '{}'::jsonb END
      FROM generate_series(%d, %d) AS n
      """;

  private static ApiClient admin;

  @BeforeAll
  static void connect() {
    admin = SERVER.client("akadmin");
  }

  @BeforeEach
  void insertProviders() {
    SERVER.database().execute("DELETE FROM provider WHERE pk BETWEEN 100000 AND 199999");
    SERVER.database().execute(INSERT.formatted(OBJECTS, 100_000, 100_019));
  }

  private static List<JsonObject> list(String query) {
    HttpResponse<Buffer> response = admin.get(Providers.PATH + "?search=large&" + query);
    assertThat(response.statusCode()).as(response::bodyAsString).isEqualTo(200);
    assertThat(response.bodyAsJsonObject().fieldNames())
        .containsExactly("pagination", "results", "autocomplete");
    return response.bodyAsJsonObject().getJsonArray("results").stream()
        .map(JsonObject.class::cast)
        .toList();
  }

  private static List<Integer> pks(List<JsonObject> providers) {
    return providers.stream().map(provider -> provider.getInteger("pk")).toList();
  }

  private static List<Integer> range(int first, int last) {
    return IntStream.rangeClosed(first, last).boxed().toList();
  }

  private static String path(int pk) {
    return Providers.PATH + pk + "/";
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "page_size=100", "ordering=pk", "page=last&page_size=20"})
  void listsThemCompletely(String query) {
    // When
    List<JsonObject> listed = list(query);

    // Then
    assertThat(pks(listed)).isEqualTo(range(100_000, 100_019));
    assertThat(listed)
        .allSatisfy(
            provider ->
                assertThat(admin.get(path(provider.getInteger("pk"))).bodyAsJsonObject())
                    .isEqualTo(provider));
    assertThat(listed.get(0).getJsonObject("settings").getJsonArray("x")).hasSize(OBJECTS + 1);
    assertThat(listed.get(1).getJsonObject("settings"))
        .isEqualTo(new JsonObject().put("n", 100_001).put("é", "\uD83D\uDE00"));
  }

  @Test
  void listsThemAmongProvidersOfAllTypes() {
    // When
    JsonObject page =
        admin.get("/api/v3/providers/all/?search=large&page_size=500").bodyAsJsonObject();

    // Then
    assertThat(page.getJsonArray("results")).hasSize(20);
    assertThat(page.getJsonArray("results").getJsonObject(0).containsKey("settings")).isFalse();
  }

  @Test
  void listsAPageThatIsLongerThanOnePart() {
    // Given
    SERVER.database().execute(INSERT.formatted(1, 100_020, 100_799));

    // When
    List<JsonObject> listed = list("page_size=1000&ordering=-pk");

    // Then
    List<Integer> reversed = new ArrayList<>(range(100_000, 100_799));
    Collections.reverse(reversed);
    assertThat(pks(listed)).isEqualTo(reversed);
  }

  @Test
  void sendsTheSameTagInEveryResponse() {
    // Given
    HttpResponse<Buffer> read = admin.get(path(100_000));

    // When
    HttpResponse<Buffer> changed =
        admin
            .with("If-Match", read.getHeader("ETag"))
            .send("PATCH", path(100_000), new JsonObject().put("name", "large renamed"));

    // Then
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(changed.bodyAsJsonObject())
        .isEqualTo(read.bodyAsJsonObject().put("name", "large renamed"));
    assertThat(admin.get(path(100_000)).getHeader("ETag")).isEqualTo(changed.getHeader("ETag"));
    assertThat(admin.get(path(100_000)).body()).isEqualTo(changed.body());
  }

  @Test
  void deletesThem() {
    // Given
    String tag = admin.get(path(100_000)).getHeader("ETag");

    // When
    ApiClient conditional = admin.with("If-Match", tag);

    // Then
    assertThat(conditional.send("DELETE", path(100_004)).statusCode()).isEqualTo(412);
    assertThat(conditional.send("DELETE", path(100_000)).statusCode()).isEqualTo(204);
    assertThat(admin.get(path(100_000)).statusCode()).isEqualTo(404);
  }

  @Test
  void storesTheLargestRequest() {
    // Given
    JsonObject settings = new JsonObject().put("text", "a".repeat(1_000_000));
    JsonObject fields = Providers.named("large request").put("settings", settings);

    // When
    HttpResponse<Buffer> created = admin.send("POST", Providers.PATH, fields);
    int pk = Providers.pk(created);
    HttpResponse<Buffer> replaced = admin.send("PUT", path(pk), fields);

    // Then
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(replaced.statusCode()).isEqualTo(200);
    assertThat(replaced.bodyAsJsonObject()).isEqualTo(created.bodyAsJsonObject());
    assertThat(admin.get(path(pk)).body()).isEqualTo(replaced.body());
    assertThat(admin.send("DELETE", path(pk)).statusCode()).isEqualTo(204);
  }

  @Test
  void answersHeadAsGet() {
    assertThat(admin.send("HEAD", Providers.PATH + "?search=large").statusCode()).isEqualTo(200);
    assertThat(admin.send("HEAD", path(100_000)).statusCode()).isEqualTo(200);
  }

  /** With the heap of the container image, which cannot hold all of the responses at once. */
  @Test
  void readsThemWithLittleMemory() throws IOException, InterruptedException {
    // Given
    Path log = Files.createTempFile("rac-server", ".log");
    log.toFile().deleteOnExit();
    try (ServerProcess server = new ServerProcess(command(), log, settings())) {
      server.start();

      // When
      List<HttpResult> lists = inParallel(32, server, "?search=large");
      List<HttpResult> items = inParallel(64, server, "100000/");

      // Then
      assertThat(server.process().isAlive()).as(server.log()).isTrue();
      assertThat(lists).contains(HttpResult.COMPLETE).doesNotContain(HttpResult.WRONG);
      assertThat(items)
          .contains(HttpResult.COMPLETE)
          .doesNotContain(HttpResult.WRONG, HttpResult.CLOSED);
      assertThat(inParallel(1, server, "?search=large")).containsOnly(HttpResult.COMPLETE);
    }
  }

  private enum HttpResult {
    COMPLETE,
    REFUSED,
    CLOSED,
    WRONG
  }

  private static List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "@src/main/docker/jvm.options",
        "-cp",
        System.getProperty("java.class.path"),
        "org.racprovider.Main");
  }

  private static Map<String, String> settings() {
    return TestServer.defaultSettings(SERVER.database().uri());
  }

  private static List<HttpResult> inParallel(int number, ServerProcess server, String path) {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.port() + Providers.PATH + path))
            .header("Authorization", SERVER.bearer("akadmin"))
            .timeout(Duration.ofSeconds(60))
            .build();
    return IntStream.range(0, number)
        .mapToObj(
            i ->
                client
                    .sendAsync(request, BodyHandlers.ofString())
                    .handle((response, failed) -> result(response)))
        .toList()
        .stream()
        .map(CompletableFuture::join)
        .toList();
  }

  private static HttpResult result(java.net.http.HttpResponse<String> response) {
    if (response == null) {
      return HttpResult.CLOSED;
    }
    if (response.statusCode() == 503) {
      return response.headers().firstValue("Retry-After").isPresent()
          ? HttpResult.REFUSED
          : HttpResult.WRONG;
    }
    return response.statusCode() == 200 && isComplete(new JsonObject(response.body()))
        ? HttpResult.COMPLETE
        : HttpResult.WRONG;
  }

  private static boolean isComplete(JsonObject body) {
    return body.containsKey("pk") || body.getJsonArray("results").size() == 20;
  }
}
