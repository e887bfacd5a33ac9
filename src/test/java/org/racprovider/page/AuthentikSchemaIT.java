package org.racprovider.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.support.BackgroundProcess;
import org.racprovider.support.FreePort;
import org.racprovider.support.NodeProject;
import org.racprovider.support.TestServer;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Requests and responses conform to the OpenAPI document of authentik. A proxy between client and
 * server validates them: an invalid request gets 422, an invalid response becomes 500.
 */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class AuthentikSchemaIT {

  @RegisterExtension static final TestServer SERVER = TestServer.withDatabase(Map.of());

  private static final Pattern OURS = Pattern.compile("/(providers/(rac|all)|root)/.*");

  private final HttpClient http = HttpClient.newHttpClient();
  private NodeProject client;
  private URI proxied;
  private BackgroundProcess proxy;

  @BeforeEach
  @Timeout(value = 8, unit = TimeUnit.MINUTES)
  void startProxy() throws IOException, InterruptedException {
    client = NodeProject.install("client");
    NodeProject tools = NodeProject.install("description");
    Path schema = tools.folder().resolve("authentik.json");
    Files.writeString(schema, schemaOfThisServer());
    String port = Integer.toString(FreePort.find());
    proxied = URI.create("http://127.0.0.1:" + port);
    proxy =
        tools.start(
            Map.of(),
            "node_modules/@stoplight/prism-cli/dist/index.js",
            "proxy",
            schema.toString(),
            "http://127.0.0.1:%d/api/v3".formatted(SERVER.port()),
            "--errors",
            "--host",
            "127.0.0.1",
            "--port",
            port);
  }

  @AfterEach
  void stopProxy() {
    if (proxy != null) {
      proxy.close();
    }
  }

  @Test
  void responsesConformToIt() throws IOException, InterruptedException {
    // Given: the proxy validates, because the server would respond with 400
    assertThat(statusOfEmptyCreate()).isEqualTo(422);

    // When and then: the script checks every response.
    client.run(
        Map.of("TOKEN", SERVER.token("akadmin")),
        "provider-client.js",
        proxied.toString(),
        "valid");
  }

  private int statusOfEmptyCreate() {
    HttpRequest request =
        HttpRequest.newBuilder(proxied.resolve("/providers/rac/"))
            .header("Authorization", SERVER.bearer("akadmin"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    return await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () -> http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode(),
            any -> true);
  }

  /** Only the paths of this server, because the proxy takes long to read all of them. */
  private String schemaOfThisServer() throws IOException {
    Path file = client.folder().resolve("node_modules/@goauthentik/api/schema.yml");
    Object loaded = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    JsonObject schema = new JsonObject(Json.encode(loaded));
    schema.getJsonObject("paths").fieldNames().removeIf(path -> !OURS.matcher(path).matches());
    return schema.encode();
  }
}
