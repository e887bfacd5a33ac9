package org.racprovider.provider.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PythonUuidTest {

  private static final String CANONICAL = "0f10f10f-0000-4000-8000-00000000000a";

  @ParameterizedTest
  @ValueSource(
      strings = {
        CANONICAL,
        "0F10F10F-0000-4000-8000-00000000000A",
        "0f10f10f00004000800000000000000a",
        "{0f10f10f-0000-4000-8000-00000000000a}",
        "}}{0f10f10f-0000-4000-8000-00000000000a",
        "urn:uuid:0f10f10f-0000-4000-8000-00000000000a",
        "uuid:0f10f10f-0000-4000-8000-00000000000a",
        "0f10urn:f10f-0000-4000-8000-uuid:00000000000a",
        "-0-f10f10f000040008000-00000000000a--"
      })
  void readsEveryNotation(String notation) {
    assertThat(PythonUuid.parse(notation)).isEqualTo(UUID.fromString(CANONICAL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nope",
        "-",
        "{}",
        "0f10f10f-0000-4000-8000-00000000000",
        "0f10f10f-0000-4000-8000-00000000000ab",
        "0f10f10f-0000-4000-8000-00000000000g",
        "0f10f10f-0000-4000-8000-00000000000a\n",
        " 0f10f10f-0000-4000-8000-00000000000a",
        "URN:UUID:0f10f10f-0000-4000-8000-00000000000a",
        "0f10f10f-0000-4000-8000-00000000000１",
        "0x10f10f-0000-4000-8000-00000000000a",
        "0f10f10f-0000-4000-8000x00000000000a",
        "0f10f10f-0000-4000-8000-0000000000-a",
        "0f10{f10f-0000-4000-8000-00000000000a}"
      })
  void rejectsOtherStrings(String string) {
    assertThat(PythonUuid.parse(string)).isNull();
    assertThat(PythonUuid.isCanonical(string)).isFalse();
  }

  @Test
  void distinguishesTheCanonicalNotation() {
    assertThat(PythonUuid.isCanonical(CANONICAL)).isTrue();
    assertThat(PythonUuid.isCanonical(CANONICAL.toUpperCase())).isFalse();
    assertThat(PythonUuid.isCanonical(CANONICAL.replace("-", ""))).isFalse();
  }

  @Test
  void rejectsValuesOfOtherTypes() {
    assertThat(PythonUuid.parse(null)).isNull();
    assertThat(PythonUuid.parse(5)).isNull();
    assertThat(PythonUuid.parse(JsonArray.of(CANONICAL))).isNull();
  }

  @Test
  void findsTheItemsBeforeTheFirstMalformedOne() {
    // Given
    String notation = "{" + CANONICAL + "}";

    // Then
    assertThat(PythonUuid.leading(JsonArray.of(CANONICAL, notation, null, CANONICAL)))
        .isEqualTo(JsonArray.of(CANONICAL, notation));
    assertThat(PythonUuid.leading(JsonArray.of(1, CANONICAL))).isEmpty();
  }
}
