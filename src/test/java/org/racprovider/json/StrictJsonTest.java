package org.racprovider.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.bus.Failure;

class StrictJsonTest {

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of("{}", new JsonObject()),
        Arguments.of("[]", new JsonArray()),
        Arguments.of("\"x\"", "x"),
        Arguments.of(" true\r\n\t", true),
        Arguments.of("false", false),
        Arguments.of("null", null),
        Arguments.of("1", 1),
        Arguments.of("-0", 0),
        Arguments.of("2147483648", 2147483648L),
        Arguments.of("9223372036854775808", new BigInteger("9223372036854775808")),
        Arguments.of("1.0", 1.0),
        Arguments.of("-0.0", -0.0),
        Arguments.of("1e2", 100.0),
        Arguments.of("1e-400", 0.0),
        Arguments.of("0.123456789012345678901", 0.12345678901234568),
        Arguments.of("\"\\ud83d\\ude00\"", "😀"),
        Arguments.of("\"😀\"", "😀"),
        Arguments.of("\"\\u0000\"", "\0"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void decodesEveryKindOfValue(String text, Object expected) {
    assertThat(StrictJson.decode(Buffer.buffer(text))).isEqualTo(expected);
  }

  @Test
  void keepsTheLastOfDuplicateKeys() {
    // When
    JsonObject decoded =
        (JsonObject) StrictJson.decode(Buffer.buffer("{\"a\":1,\"b\":2,\"\\u0061\":3}"));

    // Then
    assertThat(decoded.encode()).isEqualTo("{\"a\":3,\"b\":2}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''               | unexpected end of input: line 1 column 1
          '{"name":'       | unexpected end of input: line 1 column 9
          '"x'             | unexpected end of input: line 1 column 3
          '{} x'           | malformed: line 1 column 5
          '{} {}'          | content after the document: line 1 column 4
          '1 2'            | content after the document: line 1 column 3
          '{"a":1e400}'    | number out of range: line 1 column 6
          '{"a":-1e400}'   | number out of range: line 1 column 6
          '["\\ud800"]'    | unpaired surrogate in a string: line 1 column 2
          '["\\ude00\\ud83d"]' | unpaired surrogate in a string: line 1 column 2
          """)
  void describesTheErrorAndItsPosition(String text, String expected) {
    assertThat(detail(Buffer.buffer(text))).isEqualTo("JSON parse error - " + expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{name:1}",
        "{'name':1}",
        "{\"a\":1,}",
        "[1,]",
        "[1 2]",
        "{\"a\" 1}",
        "NaN",
        "Infinity",
        "-Infinity",
        "+1",
        "01",
        ".5",
        "5.",
        "1e",
        "-",
        "tru",
        "TRUE",
        "truex",
        "\"\t\"",
        "\"\0\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "/* x */ {}",
        "{} // x",
        "# x\n{}",
        "\uFEFF{}",
        "\f{}",
        "]",
        "}",
        "{\"a\":1}}",
        "\u2028{}",
        "{\"\\ud800\":1}",
        "{\"a\":{\"\\ude00x\":1}}",
        "{\"a\":1\f}"
      })
  void refusesInvalidJson(String text) {
    assertThat(detail(Buffer.buffer(text)))
        .matches("JSON parse error - [a-z ]+: line \\d+ column \\d+");
  }

  @Test
  void countsLinesAndColumns() {
    assertThat(detail(Buffer.buffer("{\n\"日\": \"😀\",\n\"b\": ]}"))).endsWith("line 3 column 7");
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    for (int[] bytes : new int[][] {{0xff}, {0xc0, 0x80}, {0xed, 0xa0, 0x80}, {0xe6, 0x97}}) {
      // Given
      Buffer body = Buffer.buffer("\n\"");
      for (int b : bytes) {
        body.appendByte((byte) b);
      }

      // Then
      assertThat(detail(body)).isEqualTo("JSON parse error - not UTF-8: line 2 column 2");
    }
  }

  @Test
  void refusesOtherEncodings() {
    assertThat(detail(Buffer.buffer("{}".getBytes(StandardCharsets.UTF_16)))).contains("not UTF-8");
    assertThat(detail(Buffer.buffer("{}".getBytes(StandardCharsets.UTF_16LE)))).contains("line 1");
    assertThat(detail(Buffer.buffer("\"ü\"".getBytes(StandardCharsets.ISO_8859_1))))
        .contains("not UTF-8");
  }

  @Test
  void limitsDepth() {
    assertThat(StrictJson.decode(Buffer.buffer("[".repeat(500) + "]".repeat(500)))).isNotNull();
    assertThat(detail(Buffer.buffer("[".repeat(501) + "]".repeat(501)))).contains("too deeply");
    assertThat(detail(Buffer.buffer("[".repeat(1_000_000)))).contains("too deeply");
    assertThat(detail(Buffer.buffer("{\"a\":".repeat(100_000)))).contains("too deeply");
  }

  @Test
  void limitsTheLengthOfNumbersOnly() {
    assertThat(StrictJson.decode(Buffer.buffer("9".repeat(1000)))).isInstanceOf(BigInteger.class);
    assertThat(detail(Buffer.buffer("9".repeat(1001)))).contains("a number too long");
    assertThat(detail(Buffer.buffer("0." + "1".repeat(100_000)))).contains("a number too long");
    assertThat(StrictJson.decode(Buffer.buffer("{\"" + "k".repeat(100_000) + "\":1}"))).isNotNull();
  }

  @Test
  void throwsNothingButFailures() {
    // Given
    Random random = new Random(20_240_817);
    byte[] seed =
        "{\"name\": \"ü\\u00e9\\ud83d\\ude00\", \"a\": [1, -2.5e3, true, null, {\"b\": []}]}"
            .getBytes(StandardCharsets.UTF_8);

    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = seed.clone();
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        // When
        StrictJson.decode(Buffer.buffer(bytes).slice(0, random.nextInt(bytes.length + 1)));
      } catch (Failure e) {
        // Then
        assertThat(new JsonObject(e.body()).getString("detail")).startsWith("JSON parse error - ");
      }
    }
  }

  private String detail(Buffer body) {
    Failure failure = catchThrowableOfType(Failure.class, () -> StrictJson.decode(body));
    assertThat(failure).as(() -> "decoded: " + body).isNotNull();
    assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
    return new JsonObject(failure.body()).getString("detail");
  }
}
