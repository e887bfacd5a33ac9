package org.racprovider.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.json.schema.OutputUnit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.racprovider.support.NodeProject;
import org.racprovider.support.TestServer;

/** The served OpenAPI document. */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class DescriptionIT {

  private static final String DOCUMENT = "/here/api/v3/schema/";

  @RegisterExtension
  static final TestServer SERVER =
      TestServer.withDatabase(Map.of("RAC_HTTP_BASE_PATH", "/here/api/v3"));

  @ParameterizedTest
  @CsvSource({
    "'', '', application/vnd.oai.openapi",
    "'', */*, application/vnd.oai.openapi",
    "'', 'text/html,*/*;q=0.8', application/vnd.oai.openapi",
    "'', application/yaml, application/yaml",
    "'', application/json, application/json",
    "'', 'application/json, */*', application/json",
    "'', application/vnd.oai.openapi+json, application/vnd.oai.openapi+json",
    "?format=json, */*, application/vnd.oai.openapi+json",
    "?format=yaml, */*, application/yaml"
  })
  void isServedInTheRequestedMediaType(String query, String accept, String mediaType) {
    // When
    HttpResponse<Buffer> response = request(DOCUMENT + query, accept);

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.getHeader("content-type")).isEqualTo(mediaType);
    assertThat(response.bodyAsString())
        .startsWith(mediaType.endsWith("json") ? "{\"openapi\":\"3.1" : "openapi: 3.1");
  }

  @Test
  void refusesOtherMediaTypes() {
    assertThat(request(DOCUMENT, "text/html").statusCode()).isEqualTo(406);
    assertThat(request(DOCUMENT + "?format=xml", "*/*").statusCode()).isEqualTo(404);
    assertThat(request(DOCUMENT + "?format=%zz", "*/*").statusCode()).isEqualTo(400);
  }

  @Test
  void namesTheConfiguredBasePath() {
    // When
    JsonObject document = document();

    // Then
    assertThat(document.getJsonArray("servers").getJsonObject(0).getString("url"))
        .isEqualTo("/here/api/v3");
  }

  @Test
  void describesTheMethodsOfEachPath() {
    document().getJsonObject("paths").stream()
        .filter(path -> !path.getKey().startsWith("/-/health/"))
        .forEach(
            path ->
                assertThat(described((JsonObject) path.getValue()))
                    .as(path.getKey())
                    .isEqualTo(allowed(path.getKey())));
  }

  @Test
  void describesTheStatus() {
    // When
    JsonObject status = SERVER.client("viewer").get("/here/api/v3/status/").bodyAsJsonObject();

    // Then
    OutputUnit result = ApiDescription.load().validate("/status/", "GET", 200, status);
    assertThat(result.getValid()).as(() -> result.toJson().encode()).isTrue();
    assertThat(status.getJsonArray("nodes")).isNotEmpty();
  }

  @Test
  void passesTheOpenApiLinter() throws IOException, InterruptedException {
    // Given
    NodeProject tools = NodeProject.install("description");
    Path served = tools.folder().resolve("openapi.json");
    Files.write(served, document().toBuffer().getBytes());

    // When, and then
    tools.run(
        Map.of(),
        "node_modules/@stoplight/spectral-cli/dist/index.js",
        "lint",
        served.toString(),
        "--fail-severity=warn");
  }

  private static Set<String> described(JsonObject path) {
    Set<String> methods = new TreeSet<>(Set.of("HEAD", "OPTIONS"));
    path.fieldNames().stream()
        .filter(key -> !Set.of("parameters", "servers").contains(key))
        .forEach(key -> methods.add(key.toUpperCase(Locale.ROOT)));
    return methods;
  }

  private static Set<String> allowed(String path) {
    String url = "/here/api/v3" + path.replace("{id}", "1");
    String allow = SERVER.client("akadmin").send("OPTIONS", url).getHeader("allow");
    return new TreeSet<>(Arrays.asList(allow.split(", ")));
  }

  private static JsonObject document() {
    return request(DOCUMENT, "application/json").bodyAsJsonObject();
  }

  private static HttpResponse<Buffer> request(String path, String accept) {
    return accept.isEmpty()
        ? SERVER.client().get(path)
        : SERVER.client().with("Accept", accept).get(path);
  }
}
