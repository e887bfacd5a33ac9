package org.racprovider.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the OpenAPI document says of request bodies is what they are validated with. */
class RequestSchemaTest {

  /** They say nothing of what is valid. */
  private static final Set<String> ANNOTATIONS =
      Set.of("$schema", "title", "description", "default");

  @ParameterizedTest
  @CsvSource({
    "RACProviderRequest, rac-provider-request.json",
    "PatchedRACProviderRequest, patched-rac-provider-request.json"
  })
  void isDescribedAsItValidates(String described, String validating) throws IOException {
    // Given
    JsonObject inUse =
        new JsonObject(
            text(validating)
                .replace("rac-provider-request.json#", "#/components/schemas/RACProviderRequest"));

    // When
    Object inDocument = assertions(ApiDescription.load().schema(described));

    // Then
    assertThat(inDocument).isEqualTo(assertions(inUse));
  }

  private static Object assertions(Object schema) {
    if (schema instanceof JsonArray array) {
      return array.stream()
          .map(RequestSchemaTest::assertions)
          .collect(JsonArray::new, JsonArray::add, JsonArray::addAll);
    }
    if (!(schema instanceof JsonObject object)) {
      return schema;
    }
    JsonObject kept = new JsonObject();
    object.stream()
        .filter(member -> !ANNOTATIONS.contains(member.getKey()))
        .forEach(member -> kept.put(member.getKey(), assertions(member.getValue())));
    return kept;
  }

  private static String text(String file) throws IOException {
    try (InputStream in = RequestSchemaTest.class.getResourceAsStream("/schema/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
