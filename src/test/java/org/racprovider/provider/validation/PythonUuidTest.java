package org.racprovider.provider.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PythonUuidTest {

  private static final String UUID = "0f10f10f-0000-4000-8000-00000000000a";

  @ParameterizedTest
  @ValueSource(
      strings = {
        UUID,
        "0F10F10F-0000-4000-8000-00000000000A",
        "0f10f10f00004000800000000000000a",
        "{0f10f10f-0000-4000-8000-00000000000a}",
        "}}{0f10f10f-0000-4000-8000-00000000000a",
        "urn:uuid:0f10f10f-0000-4000-8000-00000000000a",
        "uuid:0f10f10f-0000-4000-8000-00000000000a",
        "0f10urn:f10f-0000-4000-8000-uuid:00000000000a",
        "-0-f10f10f000040008000-00000000000a--"
      })
  void readsEveryNotation(String text) {
    assertThat(PythonUuid.canonical(text)).isEqualTo(UUID);
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
        "0f10{f10f-0000-4000-8000-00000000000a}"
      })
  void refusesTheRest(String text) {
    assertThat(PythonUuid.canonical(text)).isNull();
    assertThat(PythonUuid.isCanonical(text)).isFalse();
  }

  @Test
  void knowsItsOwnForm() {
    assertThat(PythonUuid.isCanonical(UUID)).isTrue();
    assertThat(PythonUuid.isCanonical(UUID.toUpperCase())).isFalse();
    assertThat(PythonUuid.isCanonical("0f10f10f-0000-4000-8000x00000000000a")).isFalse();
    assertThat(PythonUuid.isCanonical("0f10f10f-0000-4000-8000-0000000000-a")).isFalse();
  }

  @Test
  void givesTheItemsBeforeTheFirstMalformed() {
    assertThat(PythonUuid.leading(JsonArray.of(UUID, UUID, null, UUID)))
        .isEqualTo(JsonArray.of(UUID, UUID));
    assertThat(PythonUuid.leading(JsonArray.of(1, UUID))).isEmpty();
  }
}
