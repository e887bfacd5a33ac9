package org.racprovider.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedProviderTest {

  private static JsonObject representation(Object settings) {
    return new JsonObject()
        .put("pk", 1)
        .put("name", "quote \" control \u0001 \u001f \u007f umlaut ü emoji \uD83D\uDE00")
        .putNull("authentication_flow")
        .put("property_mappings", JsonArray.of("a", "b"))
        .put("settings", settings)
        .put("outpost_set", new JsonArray())
        .put("delete_token_on_disconnect", true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"a\": [1, 2, {\"b\": null}], \"c\": {}}",
        "{\"a\": 1.50, \"b\": 0.000010, \"c\": -0.5, \"d\": 12345678901234567890.5}",
        "{\"a\": 100000000000000000000000000000, \"b\": 12345678901}",
        "{\"a\": \"\\u001f \\\" \\\\ \\n ü \uD83D\uDE00 /\"}",
        "{\"\": \"settings\", \"settings\": {\"settings\": [true, false]}}"
      })
  void encodesTextAsItsObject(String settings) {
    // Given
    JsonObject decoded = representation(new JsonObject(settings));

    // When
    JsonObject text = representation(Buffer.buffer(settings));

    // Then
    assertThat(EncodedProvider.encode(text)).isEqualTo(Buffer.buffer(decoded.encode()));
    assertThat(EncodedProvider.encode(decoded)).isEqualTo(Buffer.buffer(decoded.encode()));
    assertThat(EntityTag.of(text)).isEqualTo(EntityTag.of(Buffer.buffer(decoded.encode())));
    assertThat(EncodedProvider.decodeSettings(text)).isEqualTo(decoded);
  }

  @Test
  void encodesTextThatComesFromAnotherNode() {
    // Given
    JsonObject text = representation(Buffer.buffer("{\"a\": 1}"));

    // When
    JsonObject received = new JsonObject(text.toBuffer());

    // Then
    assertThat(EncodedProvider.encode(received)).isEqualTo(EncodedProvider.encode(text));
  }

  @Test
  void separatesSeveralByCommas() {
    // Given
    JsonObject one = representation(Buffer.buffer("{\"a\": 1}"));
    JsonObject other = representation(Buffer.buffer("{}"));

    // When
    Buffer json = EncodedProvider.encode(List.of(one, other));

    // Then
    assertThat(json.toString())
        .isEqualTo(EncodedProvider.encode(one) + "," + EncodedProvider.encode(other));
    assertThat(EncodedProvider.encode(List.of())).isEqualTo(Buffer.buffer());
  }

  @Test
  void leavesSettingsOut() {
    // Given
    Buffer json = representation(new JsonObject("{\"settings\":{\"a\":[{},1.5]}}")).toBuffer();

    // When
    Buffer without = EncodedProvider.withoutSettings(json);

    // Then
    assertThat(without).isEqualTo(Buffer.buffer(representation(new JsonObject()).encode()));
  }
}
