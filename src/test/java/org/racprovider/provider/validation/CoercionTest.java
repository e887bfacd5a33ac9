package org.racprovider.provider.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The accepted forms of a value, and the stored form. */
class CoercionTest {

  private static final String UUID = "0f10f10f-0000-4000-8000-00000000000a";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          name                       | " x\\u00a0"  | "x"
          name                       | "\\t"        | ""
          name                       | 5            | "5"
          name                       | 2.0          | "2.0"
          name                       | true         | true
          name                       | []           | []
          name                       | null         | null
          connection_expiry          | " hours=1 "  | "hours=1"
          connection_expiry          | 8            | "8"
          authentication_flow        | ""           | null
          authorization_flow         | ""           | null
          authorization_flow         | " "          | " "
          authorization_flow         | 1            | 1
          authorization_flow         | "{0F10F10F00004000800000000000000A}" | "0f10f10f-0000-4000-8000-00000000000a"
          property_mappings          | "x"          | "x"
          property_mappings          | ["",null,1]  | ["",null,1]
          settings                   | {"a":" b "}  | {"a":" b "}
          settings                   | " "          | " "
          """)
  void coerces(String field, String sent, String expected) {
    // When
    JsonObject body = coerce("{\"%s\":%s}".formatted(field, sent));

    // Then
    assertThat(body.encode()).isEqualTo("{\"%s\":%s}".formatted(field, expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"true", "1", "1.0", "\"tRUE\"", "\"t\"", "\"Y\"", "\"yEs\"", "\"oN\"", "\"1\""})
  void acceptsFormsOfTrue(String sent) {
    assertThat(booleanOf(sent)).isEqualTo(true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "false",
        "0",
        "-0",
        "0.0",
        "-0.0",
        "\"False\"",
        "\"F\"",
        "\"n\"",
        "\"NO\"",
        "\"ofF\"",
        "\"0\""
      })
  void acceptsFormsOfFalse(String sent) {
    assertThat(booleanOf(sent)).isEqualTo(false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2",
        "-1",
        "1.5",
        "\"\"",
        "\"null\"",
        "\" true \"",
        "[]",
        "{}",
        "18446744073709551617"
      })
  void keepsOtherValuesOfABoolean(String sent) {
    assertThat(booleanOf(sent)).isNotInstanceOf(Boolean.class);
  }

  @Test
  void dropsRepeatedMappingsInAnyNotation() {
    // Given
    JsonObject sent =
        new JsonObject()
            .put(
                "property_mappings",
                JsonArray.of(UUID.toUpperCase(), "x", UUID, "{" + UUID + "}", 1, 1));

    // When
    JsonObject body = RequestValidation.coerce(sent);

    // Then
    assertThat(body.getJsonArray("property_mappings")).isEqualTo(JsonArray.of(UUID, "x", 1, 1));
  }

  @Test
  void dropsReadOnlyAndUnknownKeys() {
    assertThat(coerce("{\"pk\":1,\"component\":\"x\",\"Name\":\"x\",\"\":1}")).isEmpty();
  }

  @Test
  void doesNotChangeTheBodyThatWasSent() {
    // Given
    JsonObject sent = new JsonObject("{\"name\":\" x \",\"property_mappings\":[\"" + UUID + "\"]}");
    JsonObject copy = sent.copy();

    // When
    RequestValidation.coerce(sent);

    // Then
    assertThat(sent).isEqualTo(copy);
  }

  private Object booleanOf(String sent) {
    return coerce("{\"delete_token_on_disconnect\":" + sent + "}")
        .getValue("delete_token_on_disconnect");
  }

  private JsonObject coerce(String sent) {
    return RequestValidation.coerce(new JsonObject(sent));
  }
}
