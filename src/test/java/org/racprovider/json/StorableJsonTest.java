package org.racprovider.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StorableJsonTest {

  @Test
  void findsNullCharactersAtAnyDepth() {
    assertThat(StorableJson.hasNullCharacter("a\0")).isTrue();
    assertThat(StorableJson.hasNullCharacter(new JsonObject().put("a\0", 1))).isTrue();
    assertThat(StorableJson.hasNullCharacter(new JsonObject("{\"a\":[1,{\"b\":\"\\u0000\"}]}")))
        .isTrue();
    assertThat(StorableJson.hasNullCharacter(new JsonObject("{\"a\":[1,{\"\\u0000\":null}]}")))
        .isTrue();
    assertThat(
            StorableJson.hasNullCharacter(new JsonObject(Map.of("a", List.of(Map.of("b", "\0"))))))
        .isTrue();
  }

  @Test
  void findsNothingInStorableValues() {
    assertThat(StorableJson.hasNullCharacter(new JsonObject("{\"a\":[null,1,true,{\"b\":\"c\"}]}")))
        .isFalse();
    assertThat(StorableJson.hasNullCharacter(null)).isFalse();
    assertThat(StorableJson.hasNullCharacter(5)).isFalse();
  }

  @Test
  void isNotLimitedInDepth() {
    // Given
    JsonArray array = JsonArray.of("\0");
    for (int i = 0; i < 100_000; i++) {
      array = JsonArray.of(array);
    }

    // Then
    assertThat(StorableJson.hasNullCharacter(array)).isTrue();
  }
}
