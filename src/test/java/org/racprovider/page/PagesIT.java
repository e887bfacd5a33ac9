package org.racprovider.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.support.NodeProject;
import org.racprovider.support.Providers;
import org.racprovider.support.RawHttp;
import org.racprovider.support.TestServer;
import org.racprovider.support.Tools;

/** The pages in a real browser. The test saves screenshots in {@code target/node/pages}. */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class PagesIT {

  @RegisterExtension
  static final TestServer SERVER =
      TestServer.withDatabase(Map.of("RAC_HTTP_BASE_PATH", "/here/api/v3"));

  @Test
  void createsAProviderOnTheApiPage() throws IOException, InterruptedException {
    // Given
    NodeProject browser = browser();
    JsonObject body = Providers.named("clicked");

    // When and then: the script checks the page.
    browser.run(
        Map.of("TOKEN", SERVER.token("akadmin"), "BODY", body.encode()),
        "api-page.js",
        url("/here/api/v3/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"phone", "desktop"})
  void showsChangesOnTheLivePage(String screen) throws IOException, InterruptedException {
    // Given
    NodeProject browser = browser();
    JsonObject body = new JsonObject().put("authorization_flow", Providers.FLOW);

    // When and then: the script checks the page.
    browser.run(
        Map.of("TOKEN", SERVER.token("akadmin"), "BODY", body.encode()),
        "live-page.js",
        url("/"),
        screen);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/here/api/v3/",
        "/static/api.js",
        "/static/icon.svg",
        "/static/live.css",
        "/static/live.js",
        "/static/swagger-ui.css",
        "/static/swagger-ui-bundle.js"
      })
  void servesFilesThatRequestNoOtherHost(String path) {
    // When
    HttpResponse<Buffer> response = SERVER.client().get(path);

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.getHeader("content-security-policy")).startsWith("default-src 'self';");
    assertThat(response.getHeader("x-content-type-options")).isEqualTo("nosniff");
    assertThat(response.getHeader("x-frame-options")).isEqualTo("DENY");
    assertThat(response.getHeader("referrer-policy")).isEqualTo("same-origin");
    assertThat(response.getHeader("x-authentik-id")).isNotEmpty();
  }

  @Test
  void servesLargeFilesWhole() throws IOException {
    // Given
    String path = "/static/swagger-ui-bundle.js";
    String file = "/META-INF/resources/webjars/swagger-ui/5.34.1/swagger-ui-bundle.js";
    byte[] content;
    try (InputStream in = PagesIT.class.getResourceAsStream(file)) {
      content = in.readAllBytes();
    }

    // When
    HttpResponse<Buffer> response = SERVER.client().get(path);
    String head =
        new RawHttp(SERVER.port())
            .exchange(
                "HEAD %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                    .formatted(path)
                    .getBytes(StandardCharsets.US_ASCII));

    // Then
    assertThat(response.body().getBytes()).isEqualTo(content);
    assertThat(head).contains("content-length: " + content.length).endsWith("\r\n\r\n");
  }

  @Test
  void readsEachFileOnce() {
    // Given
    ClasspathFiles resources = new ClasspathFiles(SERVER.vertx());

    // Then
    assertThat(resources.read("/page/live.js").await())
        .isSameAs(resources.read("/page/live.js").await());
  }

  @Test
  void servesNoOtherFiles() {
    assertThat(SERVER.client().get("/static/swagger-ui.js").statusCode()).isEqualTo(404);
    assertThat(SERVER.client().get("/static/../page/api.js").statusCode()).isEqualTo(404);
  }

  private static NodeProject browser() {
    Tools.require("chromium");
    return NodeProject.install("pages");
  }

  private static String url(String path) {
    return "http://127.0.0.1:" + SERVER.port() + path;
  }
}
