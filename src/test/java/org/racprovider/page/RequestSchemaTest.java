package org.racprovider.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.racprovider.config.AppConfig.ListConfig;
import org.racprovider.provider.validation.ProviderField;

/** The field rules, the JSON Schema that validates and the OpenAPI document agree. */
class RequestSchemaTest {

  private static final String REQUEST = "RACProviderRequest";

  /** Keywords that do not restrict which values are valid. */
  private static final Set<String> ANNOTATIONS =
      Set.of("$schema", "title", "description", "default");

  private final ApiDescription description = ApiDescription.load();

  @Test
  void documentsTheSchemaThatValidates() throws IOException {
    assertThat(assertions(description.schema(REQUEST))).isEqualTo(assertions(validatingSchema()));
  }

  @Test
  void documentsAPatchWithTheSameFieldsAllOptional() {
    // Given
    JsonObject properties = new JsonObject();
    fieldKeys()
        .forEach(
            key ->
                properties.put(
                    key,
                    new JsonObject()
                        .put("$ref", "#/components/schemas/" + REQUEST + "/properties/" + key)));

    // Then
    assertThat(assertions(description.schema("Patched" + REQUEST)))
        .isEqualTo(new JsonObject().put("type", "object").put("properties", properties));
  }

  @Test
  void hasTheFieldsAndTheRequiredFieldsOfTheRules() throws IOException {
    for (JsonObject schema : List.of(validatingSchema(), description.schema(REQUEST))) {
      assertThat(schema.getJsonObject("properties").fieldNames())
          .containsExactlyElementsOf(fieldKeys());
      assertThat(schema.getJsonArray("required"))
          .containsExactlyElementsOf(
              Stream.of(ProviderField.values())
                  .filter(ProviderField::isRequired)
                  .map(ProviderField::key)
                  .toList());
    }
    assertThat(description.schema("RACProvider").getJsonObject("properties").fieldNames())
        .containsSubsequence(fieldKeys());
  }

  @Test
  void limitsThePageSizeOfACommandAsTheConfigurationDoes() throws IOException {
    JsonObject commands = new JsonObject(read("provider-commands.json"));
    assertThat(JsonPointer.from("/$defs/list/properties/page_size/maximum").queryJson(commands))
        .isEqualTo(ListConfig.LARGEST_PAGE_SIZE);
  }

  private static List<String> fieldKeys() {
    return Stream.of(ProviderField.values()).map(ProviderField::key).toList();
  }

  /** The schema, with the name of the standard format that the description has. */
  private static JsonObject validatingSchema() throws IOException {
    return new JsonObject(read("rac-provider-request.json").replace("canonical-uuid", "uuid"));
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

  private static String read(String file) throws IOException {
    try (InputStream in = RequestSchemaTest.class.getResourceAsStream("/schema/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
