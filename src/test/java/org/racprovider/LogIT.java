package org.racprovider;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.racprovider.support.BackgroundProcess;
import org.racprovider.support.FaultProxy;
import org.racprovider.support.Postgres;
import org.racprovider.support.Providers;
import org.racprovider.support.ServerJar;
import org.racprovider.support.TestServer;
import org.racprovider.support.Tokens;

/** The packaged server logs what it should, and never logs secrets. */
@ExtendWith(VertxExtension.class)
class LogIT {

  private static final String SECRET = "planted-secret-";
  private static final String SUBJECT =
      "somebody\" status=\"999\" \\\r\n12:00:00.000 INFO  forged\u001b[2J\u009b1m\u202e\u2028\u007f";

  @RegisterExtension static final Postgres POSTGRES = Postgres.migrated();

  @TempDir Path folder;

  private WebClient client;
  private final Map<String, String> variables = new HashMap<>();
  private FaultProxy database;
  private String token;
  private int port;

  @BeforeEach
  void configure(Vertx vertx) throws Exception {
    client = WebClient.create(vertx);
    String key = SECRET + "signing key, of more than 32 bytes";
    URI uri = URI.create(POSTGRES.uri());
    database = new FaultProxy(uri.getPort());
    token =
        new Tokens(vertx, key)
            .sign(
                new Tokens(vertx, key).claims("akadmin", Duration.ofHours(1)).put("sub", SUBJECT));
    variables.putAll(TestServer.defaultSettings(POSTGRES.uri()));
    variables.remove("RAC_DATABASE_STATEMENT_TIMEOUT");
    variables.put("RAC_JWT_SECRET", key);
    variables.put(
        "RAC_DATABASE_URL",
        "postgresql://postgres:%spassword@127.0.0.1:%d%s"
            .formatted(SECRET, database.port(), uri.getPath()));
    // An unexpected failure, whose message from PostgreSQL holds the whole row.
    POSTGRES.execute("ALTER TABLE provider ADD CONSTRAINT planted CHECK (name <> 'refused')");
  }

  @AfterEach
  void close() throws Exception {
    POSTGRES.execute("ALTER TABLE provider DROP CONSTRAINT planted");
    database.close();
  }

  @Test
  void writesJsonWithRequestIdsAndWithoutSecrets() throws Exception {
    // Given
    variables.put("RAC_LOG_FORMAT", "json");
    variables.put("RAC_LOG_ACCESS", "true");
    variables.put("RAC_LOG_LEVEL", "TRACE");
    try (BackgroundProcess server = start()) {
      port = Integer.parseInt(server.awaitOutput(Pattern.compile("\"port\":\"(\\d+)\".*Serving")));

      // When
      HttpResponse<Buffer> created = create("logged");
      String failed = create("refused").getHeader("X-authentik-id");
      misuse();

      // Then
      server.awaitOutput(Pattern.compile("(\"504\"|\"503\")"));
      assertThat(server.output()).doesNotContain(SECRET, token, signature());
      assertThat(server.output()).doesNotContainPattern("[\\p{Cntrl}\\p{Cf}\\u2028&&[^\n]]");
      List<JsonObject> lines = wholeLines(server).map(JsonObject::new).toList();
      assertThat(lines)
          .anySatisfy(
              line -> {
                assertThat(line.getString("formattedMessage")).isEqualTo("Request");
                assertThat(values(line))
                    .containsEntry("request_id", created.getHeader("X-authentik-id"))
                    .containsEntry("method", "POST")
                    .containsEntry("path", Providers.PATH)
                    .containsEntry("status", "201")
                    .containsEntry("subject", SUBJECT)
                    .containsKey("millis");
              })
          .anySatisfy(
              line -> {
                assertThat(line.getString("level")).isEqualTo("ERROR");
                assertThat(values(line)).containsEntry("request_id", failed);
                assertThat(line.containsKey("throwable")).isTrue();
              });
    }
  }

  @Test
  void writesPlainLinesByDefault() throws Exception {
    // Given
    variables.put("RAC_LOG_ACCESS", "true");
    variables.put("RAC_LOG_LEVEL", "DEBUG");
    try (BackgroundProcess server = start()) {
      port = Integer.parseInt(server.awaitOutput(Pattern.compile("Serving port=\"(\\d+)\"")));

      // When
      String id = create("in text").getHeader("X-authentik-id");
      create("refused");
      misuse();

      // Then
      server.awaitOutput(Pattern.compile("(request_id=\"" + id + "\")"));
      server.awaitOutput(Pattern.compile("status=\"(504|503)\""));
      assertThat(server.output()).doesNotContain(SECRET, token, signature());
      assertThat(server.output()).doesNotContainPattern("[\\p{Cntrl}\\p{Cf}\\u2028&&[^\n\t]]");
      assertThat(server.output().lines())
          .noneMatch(line -> line.startsWith("12:00:00.000 INFO  forged"))
          .noneMatch(line -> line.contains(" status=\"999\""))
          .anyMatch(
              line ->
                  line.contains(
                      "subject=\"somebody\\\" status=\\\"999\\\" \\\\\\u000d\\u000a12:00:00.000"
                          + " INFO  forged\\u001b[2J\\u009b1m\\u202e\\u2028\\u007f\""));
    }
  }

  @Test
  void logsNoRequestByDefault() throws Exception {
    // Given
    variables.put("RAC_LOG_LEVEL", "TRACE");
    try (BackgroundProcess server = start()) {
      port = Integer.parseInt(server.awaitOutput(Pattern.compile("Serving port=\"(\\d+)\"")));

      // When
      create("quiet");

      // Then
      assertThat(server.output()).doesNotContain("AccessLog", "quiet");
    }
  }

  /** Omits the last line, which the server may still be writing. */
  private static Stream<String> wholeLines(BackgroundProcess server) throws IOException {
    String output = server.output();
    return output.substring(0, output.lastIndexOf('\n')).lines();
  }

  private BackgroundProcess start() throws IOException {
    return BackgroundProcess.start(folder.resolve("output"), variables, ServerJar.command());
  }

  /**
   * Sends secrets in the parts of a request where they belong, and where clients put them by
   * mistake.
   */
  private void misuse() {
    send(HttpMethod.GET, Providers.PATH + "?search=" + SECRET + "query", token, "");
    send(HttpMethod.POST, Providers.PATH, token, "{\"name\": \"" + SECRET + "unfinished");
    send(HttpMethod.POST, Providers.PATH, token, "{\"settings\": \"" + SECRET + "no object\"}");
    send(HttpMethod.GET, Providers.PATH, token + SECRET, "");
    send(HttpMethod.GET, Providers.PATH, SECRET + "x".repeat(9000), "");
    database.stall();
    create("stalled");
  }

  private HttpResponse<Buffer> create(String name) {
    JsonObject body =
        Providers.named(name)
            .put("settings", new JsonObject().put("password", SECRET + "settings"));
    return send(HttpMethod.POST, Providers.PATH, token, body.encode());
  }

  private HttpResponse<Buffer> send(HttpMethod method, String path, String bearer, String body) {
    return client
        .request(method, port, "127.0.0.1", path)
        .putHeader("Authorization", "Bearer " + bearer)
        .putHeader("Content-Type", "application/json")
        .putHeader("Idempotency-Key", SECRET + "key" + body.hashCode())
        .sendBuffer(Buffer.buffer(body))
        .await();
  }

  private String signature() {
    return token.substring(token.lastIndexOf('.') + 1);
  }

  private static Map<String, Object> values(JsonObject line) {
    Map<String, Object> values = new HashMap<>();
    line.getJsonArray("kvpList", new JsonArray())
        .forEach(pair -> values.putAll(((JsonObject) pair).getMap()));
    return values;
  }
}
