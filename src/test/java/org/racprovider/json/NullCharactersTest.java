package org.racprovider.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NullCharactersTest {

  @Test
  void findsThemAtAnyDepth() {
    assertThat(NullCharacters.in("a\0")).isTrue();
    assertThat(NullCharacters.in(new JsonObject().put("a\0", 1))).isTrue();
    assertThat(NullCharacters.in(new JsonObject("{\"a\":[1,{\"b\":\"\\u0000\"}]}"))).isTrue();
    assertThat(NullCharacters.in(new JsonObject("{\"a\":[1,{\"\\u0000\":null}]}"))).isTrue();
    assertThat(NullCharacters.in(new JsonObject(Map.of("a", List.of(Map.of("b", "\0")))))).isTrue();
  }

  @Test
  void findsNoneWhereNoneAre() {
    assertThat(NullCharacters.in(new JsonObject("{\"a\":[null,1,true,{\"b\":\"c\"}]}"))).isFalse();
    assertThat(NullCharacters.in(null)).isFalse();
    assertThat(NullCharacters.in(5)).isFalse();
  }

  @Test
  void isNotLimitedInDepth() {
    // Given
    JsonArray array = JsonArray.of("\0");
    for (int i = 0; i < 100_000; i++) {
      array = JsonArray.of(array);
    }

    // Then
    assertThat(NullCharacters.in(array)).isTrue();
  }
}
