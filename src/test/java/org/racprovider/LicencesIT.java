package org.racprovider;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What the packaged jar says of its parts. */
class LicencesIT {

  /** One of them is sufficient, because a library may offer several licences. */
  private static final Set<String> ACCEPTED =
      Set.of("Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "EPL-2.0", "MIT");

  @Test
  void everyDependencyHasAnAcceptedLicence() throws IOException {
    // When
    List<JsonObject> parts = parts();

    // Then
    assertThat(parts)
        .extracting(part -> part.getString("name"))
        .contains("vertx-core", "netty-handler", "postgresql", "logback-classic");
    assertThat(parts)
        .allSatisfy(
            part ->
                assertThat(licences(part))
                    .as(part.getString("purl"))
                    .containsAnyElementsOf(ACCEPTED));
  }

  private static List<JsonObject> parts() throws IOException {
    try (JarFile jar = new JarFile(Path.of("target", "rac-provider-server.jar").toFile())) {
      byte[] bom = jar.getInputStream(jar.getEntry("META-INF/sbom/bom.json")).readAllBytes();
      return objects(new JsonObject(Buffer.buffer(bom)), "components");
    }
  }

  private static List<String> licences(JsonObject part) {
    return objects(part, "licenses").stream()
        .map(licence -> licence.getJsonObject("license").getString("id"))
        .toList();
  }

  private static List<JsonObject> objects(JsonObject parent, String key) {
    return parent.getJsonArray(key).stream().map(JsonObject.class::cast).toList();
  }
}
