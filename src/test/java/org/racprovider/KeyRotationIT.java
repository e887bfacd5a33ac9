package org.racprovider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.racprovider.config.Timings;
import org.racprovider.start.ExitCode;
import org.racprovider.start.StartFailure;
import org.racprovider.support.ApiClient;
import org.racprovider.support.Jws;
import org.racprovider.support.KeyEndpointStub;
import org.racprovider.support.Keys;
import org.racprovider.support.Postgres;
import org.racprovider.support.Providers;
import org.racprovider.support.TestServer;
import org.racprovider.support.TestTimings;

/** The keys of the whole server come from a file or a URL, and change while it runs. */
class KeyRotationIT {

  private static final String READY = "/-/health/ready/";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Timings QUICK_RETRIES =
      TestTimings.with(Map.of("keyRetry", Duration.ofMillis(200)));
  private static final KeyPair OLD = Keys.rsa(2048);
  private static final KeyPair NEW = Keys.rsa(2048);

  @RegisterExtension static final Postgres POSTGRES = Postgres.empty();

  private final KeyEndpointStub endpoint = new KeyEndpointStub();
  private TestServer server;

  @BeforeEach
  void serveTheOldKey() {
    endpoint.serve(jwk("old", OLD));
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop();
    }
    endpoint.close();
  }

  @Test
  void refusesNoValidTokenWhileKeysRotate() throws InterruptedException {
    // Given
    start(Map.of("RAC_JWT_JWKS", endpoint.url(), "RAC_JWT_JWKS_INTERVAL", "2"));
    assertThat(statuses(50, token("old", OLD))).containsOnly(200);
    int before = endpoint.requests();
    await().atMost(TIMEOUT).until(() -> endpoint.requests() > before);
    // The read may still be in flight, and no request shows its end.
    TimeUnit.MILLISECONDS.sleep(300);

    // When: the endpoint serves both keys, and a token of the new key comes before the next read
    endpoint.serve(jwk("old", OLD), jwk("new", NEW));
    Future<List<Integer>> old = start(200, token("old", OLD));
    Future<List<Integer>> created = creates(200, token("new", NEW));

    // Then
    assertThat(old.await()).containsOnly(200);
    assertThat(created.await()).containsOnly(201);

    // When: the endpoint serves only the new key
    endpoint.serve(jwk("new", NEW));
    await().atMost(TIMEOUT).until(() -> status(token("old", OLD)) == 403);

    // Then
    assertThat(statuses(50, token("old", OLD))).containsOnly(403);
    assertThat(statuses(50, token("new", NEW))).containsOnly(200);
  }

  @Test
  void readsTheKeysOnceForManyUnknownKeyIds() {
    // Given
    start(Map.of("RAC_JWT_JWKS", endpoint.url()));
    int before = endpoint.requests();

    // When
    List<Future<Integer>> forged =
        IntStream.range(0, 500).mapToObj(i -> send(client(token("forged " + i, NEW)))).toList();

    // Then
    assertThat(Future.all(forged).await().<Integer>list()).containsOnly(403);
    assertThat(endpoint.requests()).isEqualTo(before + 1);
    assertThat(status(token("old", OLD))).isEqualTo(200);
  }

  @Test
  void requestsThatWaitForAKeyTakeNoPlaceOfOthers() {
    // Given
    start(Map.of("RAC_JWT_JWKS", endpoint.url(), "RAC_HTTP_MAX_REQUESTS", "4"));
    assertThat(status(token("old", OLD))).isEqualTo(200);
    int before = endpoint.requests();
    endpoint.respond(request -> {});

    // When
    List<Future<Integer>> waiting =
        IntStream.range(0, 20).mapToObj(i -> send(client(token("unknown " + i, NEW)))).toList();
    await().atMost(TIMEOUT).until(() -> endpoint.requests() > before);

    // Then
    for (int i = 0; i < 10; i++) {
      assertThat(creates(1, token("old", OLD)).await()).containsOnly(201);
    }
    assertThat(Future.all(waiting).await().<Integer>list()).containsOnly(403);
  }

  @Test
  void keepsTheLastValidKeysWhileTheEndpointIsDown() {
    // Given
    start(Map.of("RAC_JWT_JWKS", endpoint.url(), "RAC_JWT_JWKS_INTERVAL", "1"));

    // When
    endpoint.respond(200, "<html>Maintenance</html>");
    int before = endpoint.requests();
    await().atMost(TIMEOUT).until(() -> endpoint.requests() > before + 1);

    // Then
    assertThat(statuses(20, token("old", OLD))).containsOnly(200);
    assertThat(status(token("new", NEW))).isEqualTo(403);
    assertThat(client(null).get(READY).statusCode()).isEqualTo(200);
  }

  @Test
  void becomesReadyWhenTheEndpointRecoversAfterTheStart() {
    // Given
    endpoint.respond(200, "{\"keys\":[]}");
    start(Map.of("RAC_JWT_JWKS", endpoint.url()));

    // Then
    assertThat(client(null).get(READY).statusCode()).isEqualTo(503);
    assertThat(client(null).get(Providers.PATH).statusCode()).isEqualTo(403);
    assertThat(status("malformed")).isEqualTo(403);
    assertThat(status(unsigned())).isEqualTo(403);
    assertThat(status(token("old", OLD))).isEqualTo(503);
    assertThat(client(token("old", OLD)).get(Providers.PATH).getHeader("Retry-After"))
        .isEqualTo("1");

    // When
    endpoint.serve(jwk("old", OLD));
    await().atMost(TIMEOUT).until(() -> client(null).get(READY).statusCode() == 200);

    // Then
    assertThat(status(token("old", OLD))).isEqualTo(200);
    assertThat(status(token("new", NEW))).isEqualTo(403);
  }

  @Test
  void isReadyWithAnotherKeyWhileTheEndpointIsDown() {
    // Given
    endpoint.respond(503, "");
    String secret = TestServer.SECRET;
    start(Map.of("RAC_JWT_JWKS", endpoint.url(), "RAC_JWT_SECRET", secret));

    // Then
    assertThat(client(null).get(READY).statusCode()).isEqualTo(200);
    assertThat(status(server.token("akadmin"))).isEqualTo(200);
    assertThat(status(token("old", OLD))).isEqualTo(503);
  }

  @Test
  void readsAChangedFile(@TempDir Path folder) throws IOException {
    // Given
    Path file = write(folder, Keys.jwks(jwk("old", OLD)).encode());
    start(Map.of("RAC_JWT_JWKS", file.toString(), "RAC_JWT_JWKS_INTERVAL", "86400"));
    assertThat(status(token("old", OLD))).isEqualTo(200);

    // When
    write(folder, Keys.jwks(jwk("new", NEW)).encode());

    // Then
    assertThat(creates(20, token("new", NEW)).await()).containsOnly(201);
    assertThat(status(token("old", OLD))).isEqualTo(403);
  }

  @Test
  void keepsTheLastValidKeysOfAFile(@TempDir Path folder) throws IOException {
    // Given
    Path file = write(folder, Keys.jwks(jwk("old", OLD)).encode());
    start(Map.of("RAC_JWT_JWKS", file.toString(), "RAC_JWT_JWKS_INTERVAL", "1"));

    // When
    write(folder, "{\"keys\":");

    // Then
    assertThat(status(token("new", NEW))).isEqualTo(403);
    assertThat(status(token("old", OLD))).isEqualTo(200);
    write(folder, Keys.jwks(jwk("new", NEW)).encode());
    await().atMost(TIMEOUT).until(() -> status(token("new", NEW)) == 200);
  }

  @Test
  void refusesToStartWithAnInvalidFile(@TempDir Path folder) throws IOException {
    // Given
    Path file = write(folder, "{\"keys\":");
    Map<String, String> environment =
        Map.of("RAC_DATABASE_URL", POSTGRES.uri(), "RAC_JWT_JWKS", file.toString());

    // Then
    assertThatThrownBy(() -> Server.start(environment).await())
        .isInstanceOf(StartFailure.class)
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.BAD_CONFIGURATION)
        .hasMessageContaining("RAC_JWT_JWKS): is not valid JSON")
        .satisfies(e -> assertThat(ExitCode.of(e)).isEqualTo(ExitCode.BAD_CONFIGURATION));
  }

  private void start(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(Map.of("RAC_JWT_SECRET", ""));
    all.putAll(settings);
    server = new TestServer(POSTGRES, all).with(QUICK_RETRIES);
    server.start();
  }

  private ApiClient client(String token) {
    return token == null
        ? server.client()
        : server.client().with("Authorization", "Bearer " + token);
  }

  private int status(String token) {
    return send(client(token)).await();
  }

  private List<Integer> statuses(int count, String token) {
    return start(count, token).await();
  }

  private Future<List<Integer>> start(int count, String token) {
    ApiClient client = client(token);
    return Future.all(IntStream.range(0, count).mapToObj(i -> send(client)).toList())
        .map(all -> all.<Integer>list());
  }

  private static Future<Integer> send(ApiClient client) {
    return client.start("GET", Providers.PATH).map(response -> response.statusCode());
  }

  private Future<List<Integer>> creates(int count, String token) {
    ApiClient client = client(token);
    return Future.all(
            IntStream.range(0, count)
                .mapToObj(i -> client.start("POST", Providers.PATH, provider()))
                .map(response -> response.map(created -> created.statusCode()))
                .toList())
        .map(all -> all.<Integer>list());
  }

  private static JsonObject provider() {
    return Providers.named("rotation " + UUID.randomUUID())
        .put("settings", new JsonObject().put("filler", "x".repeat(20_000)));
  }

  private static JsonObject jwk(String id, KeyPair pair) {
    return Keys.rsaJwk(pair).put("kid", id).put("use", "sig").put("alg", "RS256");
  }

  private static String token(String id, KeyPair pair) {
    String header = new JsonObject().put("alg", "RS256").put("kid", id).encode();
    return Jws.rs256(pair.getPrivate(), header, claims());
  }

  private static String unsigned() {
    return Jws.unsigned("{\"alg\":\"none\"}", claims());
  }

  private static String claims() {
    return new JsonObject()
        .put("sub", "somebody")
        .put("is_superuser", true)
        .put("exp", Instant.now().getEpochSecond() + 3600)
        .encode();
  }

  private static Path write(Path folder, String text) throws IOException {
    return Files.writeString(folder.resolve("jwks.json"), text);
  }
}
