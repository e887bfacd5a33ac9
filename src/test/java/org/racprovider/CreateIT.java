package org.racprovider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.support.Providers;
import org.racprovider.support.RawHttp;
import org.racprovider.support.TestServer;

/** Creates providers over HTTP, and compares the responses with the tables of PostgreSQL. */
class CreateIT {

  private static final int MAX_BODY = 1 << 20;
  private static final String AUTHENTICATION_FLOW = "0f10f10f-0000-4000-8000-000000000003";

  @Order(1)
  @RegisterExtension
  static final TestServer SERVER = TestServer.withDatabase(Map.of());

  @Order(3)
  @RegisterExtension
  static final TestServer OTHER_BASE_PATH =
      new TestServer(SERVER.database(), Map.of("RAC_HTTP_BASE_PATH", "/deep/base"));

  private static WebClient client;
  private static Pool pool;

  @BeforeAll
  static void connect() {
    client =
        WebClient.create(
            SERVER.vertx(),
            new WebClientOptions().setFollowRedirects(false),
            new PoolOptions().setHttp1MaxSize(100));
    pool = SERVER.database().pool(SERVER.vertx());
  }

  @AfterEach
  void deleteCreatedRows() {
    SERVER.database().execute("DELETE FROM provider WHERE pk >= 1000");
    SERVER.database().execute("DELETE FROM event");
  }

  @Test
  void storesTheProviderOfTheResponse() {
    // When
    HttpResponse<Buffer> created = create(allFields());

    // Then
    assertThat(created.statusCode()).as(created.bodyAsString()).isEqualTo(201);
    JsonObject body = created.bodyAsJsonObject();
    Row row =
        only(
            """
            SELECT type, name, authentication_flow, authorization_flow, backchannel_application,
                   connection_expiry, delete_token_on_disconnect, settings = $2 AS same_settings,
                   property_mappings
            FROM provider WHERE pk = $1
            """,
            Tuple.of(body.getInteger("pk"), body.getJsonObject("settings")));
    assertThat(row.getString("type")).isEqualTo("rac");
    assertThat(row.getString("name")).isEqualTo(body.getString("name")).isEqualTo("every “field”");
    assertThat(row.getUUID("authentication_flow"))
        .hasToString(body.getString("authentication_flow"))
        .hasToString(AUTHENTICATION_FLOW);
    assertThat(row.getUUID("authorization_flow"))
        .hasToString(body.getString("authorization_flow"))
        .hasToString(Providers.FLOW);
    assertThat(row.getUUID("backchannel_application")).isNull();
    assertThat(List.of(row.getArrayOfUUIDs("property_mappings")))
        .extracting(UUID::toString)
        .isEqualTo(body.getJsonArray("property_mappings").getList())
        .isEqualTo(Providers.MAPPINGS);
    assertThat(row.getBoolean("same_settings")).isTrue();
    assertThat(row.getString("connection_expiry"))
        .isEqualTo(body.getString("connection_expiry"))
        .isEqualTo("hours=1;minutes=30");
    assertThat(row.getBoolean("delete_token_on_disconnect"))
        .isEqualTo(body.getBoolean("delete_token_on_disconnect"))
        .isTrue();
  }

  @Test
  void keepsEveryValueOfTheSettings() {
    // When
    JsonObject body = create(allFields()).bodyAsJsonObject();

    // Then
    Row row =
        only(
            "SELECT settings = $2 AS same FROM provider WHERE pk = $1",
            Tuple.of(body.getInteger("pk"), allFields().getJsonObject("settings")));
    assertThat(row.getBoolean("same")).isTrue();
  }

  @Test
  void readsBackTheLongestAcceptedKey() {
    // Given
    JsonObject longest = new JsonObject().put("settings", settingsOf("k".repeat(50_000)));

    // When
    JsonObject created = create(allFields().mergeIn(longest)).bodyAsJsonObject();
    HttpResponse<Buffer> read =
        SERVER
            .client("akadmin")
            .get("/api/v3/providers/rac/%d/".formatted(created.getInteger("pk")));

    // Then
    assertThat(read.bodyAsJsonObject()).isEqualTo(created);
  }

  @Test
  void refusesALongerKey() {
    // Given
    JsonObject settings = settingsOf("k".repeat(50_001));

    // When
    HttpResponse<Buffer> refused = create(allFields().put("settings", settings));

    // Then
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.bodyAsString())
        .isEqualTo("{\"settings\":[\"Ensure keys have no more than 50000 characters.\"]}");
  }

  private static JsonObject settingsOf(String key) {
    return new JsonObject().put("a", JsonArray.of(new JsonObject().put(key, 1)));
  }

  @Test
  void reportsAFlowThatIsDeletedDuringTheCreate() {
    // Given
    String flow = "0f10f10f-0000-4000-8000-00000000dead";
    SERVER
        .database()
        .execute(
            "INSERT INTO flow VALUES ('%s', 'short', 'short', 'short', 'authorization')"
                .formatted(flow));
    SqlConnection other = pool.getConnection().await();
    Transaction deleting = other.begin().await();
    other.query("DELETE FROM flow WHERE slug = 'short'").execute().await();

    // When
    Future<HttpResponse<Buffer>> creating =
        send(Providers.named("late").put("authorization_flow", flow));
    await().atMost(Duration.ofSeconds(10)).until(CreateIT::aStatementWaitsForALock);
    deleting.commit().await();
    other.close().await();

    // Then
    assertThat(creating.await().statusCode()).isEqualTo(400);
    assertThat(creating.await().bodyAsString()).contains("object does not exist.");
  }

  private static boolean aStatementWaitsForALock() {
    return only(
            "SELECT count(*) > 0 AS waits FROM pg_stat_activity"
                + " WHERE datname = current_database() AND wait_event_type = 'Lock'",
            Tuple.tuple())
        .getBoolean("waits");
  }

  @Test
  void writesOneEventWithoutSettings() {
    // When
    HttpResponse<Buffer> created = create(allFields());

    // Then
    JsonObject body = created.bodyAsJsonObject();
    Row event = only("SELECT type, provider, subject, request_id FROM event", Tuple.tuple());
    assertThat(event.getString("type")).isEqualTo("rac.provider.created");
    assertThat(event.getString("subject")).isEqualTo("akadmin");
    assertThat(event.getString("request_id")).isEqualTo(created.getHeader("X-authentik-id"));
    assertThat(event.getJsonObject("provider"))
        .isEqualTo(body.copy().put("settings", new JsonObject()));
    assertThat(event.getJsonObject("provider").fieldNames())
        .containsExactlyElementsOf(body.fieldNames())
        .hasSize(17);
  }

  @Test
  void createsOneProviderForConcurrentRequestsWithTheSameName() {
    // When
    List<HttpResponse<Buffer>> responses =
        Future.all(
                IntStream.range(0, 100).mapToObj(n -> send(Providers.named("contended"))).toList())
            .await()
            .list();

    // Then
    Map<Integer, Long> statuses =
        responses.stream()
            .collect(Collectors.groupingBy(HttpResponse::statusCode, Collectors.counting()));
    assertThat(statuses).isEqualTo(Map.of(201, 1L, 400, 99L));
    assertThat(responses)
        .filteredOn(response -> response.statusCode() == 400)
        .allSatisfy(
            response ->
                assertThat(response.bodyAsString())
                    .isEqualTo("{\"name\":[\"provider with this name already exists.\"]}"));
    assertThat(count("SELECT count(*) FROM provider WHERE name = 'contended'")).isOne();
    assertThat(count("SELECT count(*) FROM event")).isOne();
  }

  @ParameterizedTest
  @ValueSource(ints = {2_701, 8_192, 300_000})
  void storesLongNamesOnce(int length) {
    // Given
    String name = incompressible(length);
    String other = name.substring(0, length - 1) + "!";

    // Then
    assertThat(create(Providers.named(name)).statusCode()).isEqualTo(201);
    assertThat(create(Providers.named(other)).bodyAsJsonObject().getString("name"))
        .isEqualTo(other);
    HttpResponse<Buffer> again = create(Providers.named(name));
    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(again.bodyAsString())
        .isEqualTo("{\"name\":[\"provider with this name already exists.\"]}");
  }

  @Test
  void acceptsABodyOfExactlyTheLimit() {
    assertThat(create(bodyOf(MAX_BODY)).statusCode()).isEqualTo(201);
  }

  @Test
  void refusesALongerBodyAndClosesTheConnection() {
    // Given
    String body = bodyOf(MAX_BODY + 1).encode();

    // When
    String declared = raw("POST " + Providers.PATH, "Content-Length: " + body.length(), body);
    String chunked = raw("POST " + Providers.PATH, "Transfer-Encoding: chunked", chunks(body));

    // Then
    assertThat(List.of(declared, chunked))
        .allSatisfy(
            response ->
                assertThat(response)
                    .startsWith("HTTP/1.1 413 ")
                    .containsIgnoringCase("\r\nconnection: close\r\n")
                    .endsWith("{\"detail\":\"The body is too large.\"}"));
    assertThat(count("SELECT count(*) FROM provider WHERE pk >= 1000")).isZero();
  }

  @Test
  void sendsContinueToAClientThatWaitsForIt() {
    // Given
    String body = Providers.named("patient").encode();

    // When
    String response =
        raw(
            "POST " + Providers.PATH,
            "Connection: close\r\nExpect: 100-continue\r\nContent-Length: " + body.length(),
            body);

    // Then
    assertThat(response).startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v3/providers/rac//",
        "/api/v3//providers/rac/",
        "/api/v3/providers//rac/",
        "//api/v3/providers/rac/",
        "/providers/rac//",
        "//providers/rac/",
        "/api/v3/providers/./rac/",
        "/api/v3/providers/x/../rac/",
        "/api/v3/providers/rac/.",
        "/api/v3/providers/%2e/rac/",
        "/api/v3/providers/rac",
        "/api/v3/providers/rac;x=1/",
        "/API/v3/providers/rac/",
        "/api/v3/providers/rac/%2f",
        "/api/v3/nothing/",
        "/nothing",
        "//"
      })
  void respondsWith404AtOtherPaths(String path) {
    // When
    HttpResponse<Buffer> response = sendTo(SERVER, path, Providers.named("elsewhere")).await();

    // Then
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.getHeader("content-type")).isEqualTo("application/json");
    assertThat(response.bodyAsString()).isEqualTo("{\"detail\":\"Not found.\"}");
    assertCommonHeaders(response);
  }

  @Test
  void isServedAtTheRootToo() {
    assertThat(sendTo(SERVER, "/providers/rac/", Providers.named("root")).await().statusCode())
        .isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource({
    "/deep/base/providers/rac/, 201",
    "/providers/rac/, 201",
    "/api/v3/providers/rac/, 404",
    "/deep/providers/rac/, 404"
  })
  void isServedUnderTheConfiguredBasePath(String path, int status) {
    assertThat(sendTo(OTHER_BASE_PATH, path, Providers.named("based")).await().statusCode())
        .isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/v3/providers/rac/, 200",
    "HEAD, /api/v3/providers/rac/, 200",
    "OPTIONS, /api/v3/providers/rac/, 200",
    "DELETE, /api/v3/providers/rac/, 405",
    "PUT, /api/v3/providers/rac/, 405",
    "TRACE, /api/v3/providers/rac/, 405",
    "BREW, /api/v3/providers/rac/, 405",
    "GET, /-/health/live/, 200",
    "GET, /-/health/ready/, 200"
  })
  void sendsTheCommonHeadersWithEveryResponse(String method, String path, int status) {
    // When
    HttpResponse<Buffer> response =
        client
            .request(HttpMethod.valueOf(method), SERVER.port(), "127.0.0.1", path)
            .putHeader("Authorization", SERVER.bearer("akadmin"))
            .send()
            .await();

    // Then
    assertThat(response.statusCode()).isEqualTo(status);
    assertCommonHeaders(response);
    if (path.equals(Providers.PATH)) {
      assertThat(response.getHeader("Allow")).isEqualTo("GET, POST, HEAD, OPTIONS");
    }
    if (method.equals("HEAD")) {
      assertThat(response.body()).isNull();
    }
  }

  private static void assertCommonHeaders(HttpResponse<Buffer> response) {
    assertThat(response.getHeader("X-authentik-id")).matches("[0-9a-f]{32}");
    assertThat(response.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(response.getHeader("X-Frame-Options")).isEqualTo("DENY");
    assertThat(response.getHeader("Referrer-Policy")).isEqualTo("same-origin");
    assertThat(response.getHeader("Vary")).isNotBlank();
  }

  private static HttpResponse<Buffer> create(JsonObject body) {
    return send(body).await();
  }

  private static Future<HttpResponse<Buffer>> send(JsonObject body) {
    return sendTo(SERVER, Providers.PATH, body);
  }

  private static Future<HttpResponse<Buffer>> sendTo(
      TestServer server, String path, JsonObject body) {
    return client
        .post(server.port(), "127.0.0.1", path)
        .putHeader("Authorization", server.bearer("akadmin"))
        .sendJsonObject(body);
  }

  private static String raw(String requestLine, String headers, String body) {
    String request =
        """
        %s HTTP/1.1\r
        Host: localhost\r
        Authorization: %s\r
        Content-Type: application/json\r
        %s\r
        \r
        %s"""
            .formatted(requestLine, SERVER.bearer("akadmin"), headers, body);
    return new RawHttp(SERVER.port()).exchange(request.getBytes(StandardCharsets.UTF_8));
  }

  private static String chunks(String body) {
    StringBuilder chunks = new StringBuilder();
    for (int start = 0; start < body.length(); start += 10_000) {
      String chunk = body.substring(start, Math.min(body.length(), start + 10_000));
      chunks.append(Integer.toHexString(chunk.length())).append("\r\n").append(chunk);
      chunks.append("\r\n");
    }
    return chunks.append("0\r\n\r\n").toString();
  }

  private static Row only(String sql, Tuple values) {
    var rows = pool.preparedQuery(sql).execute(values).await();
    assertThat(rows.size()).isOne();
    return rows.iterator().next();
  }

  private static long count(String sql) {
    return only(sql, Tuple.tuple()).getLong(0);
  }

  private static JsonObject allFields() {
    return Providers.named(" every “field” ")
        .put("authentication_flow", AUTHENTICATION_FLOW)
        .put(
            "property_mappings",
            new JsonArray(Providers.MAPPINGS).copy().add(Providers.MAPPINGS.get(0)))
        .put("connection_expiry", "hours=1;minutes=30")
        .put("delete_token_on_disconnect", true)
        .put(
            "settings",
            new JsonObject(
                """
                {"hostname": "vm.example", "port": 22, "ratio": 0.1, "one": 1.0, "large": 1e300,
                 "long": 9223372036854775807, "longer": 123456789012345678901234567890,
                 "small": 5e-324, "yes": true, "nothing": null, "text": "ü\\n\\"😀", "": "",
                 "nested": {"list": [1, [2, {"a": []}], "", null, false, {}]}}
                """));
  }

  private static JsonObject bodyOf(int bytes) {
    JsonObject body =
        Providers.named("padded").put("settings", new JsonObject().put("padding", ""));
    int rest = bytes - body.encode().length();
    body.getJsonObject("settings").put("padding", "x".repeat(rest));
    return body;
  }

  private static String incompressible(int length) {
    Random random = new Random(length);
    return random
        .ints(length, 'a', 'z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
