package org.racprovider.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCostTest {

  private static final int COPIES = 2;

  /** What a JVM with compressed pointers was measured to need for each repeated item. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|76|92",
        "[]|44|44",
        "{\"a\":1}|244|156",
        "{\"a\":\"\"}|244|156",
        "{\"a\":{}}|316|244",
        "[1]|100|68",
        "\"a\"|52|4",
        "1.5|28|4",
        "12345678901234567890123|76|4",
        "\"k\":1|94|47",
        "\"k\":\"a\"|142|47",
      })
  void coversTheTreesOfValues(String item, int bytesOfTree, int bytesOfCopy) {
    long cost = cost("," + item) - cost("");

    assertThat(cost).isGreaterThan(bytesOfTree + COPIES * bytesOfCopy);
  }

  @Test
  void coversDeepNesting() {
    assertThat(cost("{\"a\":".repeat(100))).isGreaterThan(100 * (240 + COPIES * 152));
    assertThat(cost("[".repeat(100))).isGreaterThan(100 * (96 + COPIES * 64));
  }

  @Test
  void countsOnlyTheBytesOfStrings() {
    String text = "{[,:\\\" {[,:\\\\";

    assertThat(cost("\"%s\"".formatted(text))).isEqualTo(cost(" ".repeat(text.length() + 2)));
    assertThat(cost("\"%s\",".formatted(text))).isGreaterThan(cost("\"%s\" ".formatted(text)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e300", "1E300", "1.5e-300"})
  void coversTheDigitsOfLargeNumbers(String number) {
    int digits = new BigDecimal(number).toPlainString().length();

    assertThat(cost("[%s]".formatted(number)) - cost("[]")).isGreaterThan(4 * digits);
  }

  @Test
  void countsOnlyTheBytesOfOtherWords() {
    assertThat(cost("[true]")).isEqualTo(cost("[    ]"));
  }

  @Test
  void knowsTheLongestString() {
    int length = (int) JsonCost.lengthOf(1000);

    assertThat(cost("x".repeat(length))).isLessThanOrEqualTo(1000);
    assertThat(cost("x".repeat(length + 1))).isGreaterThan(1000);
  }

  private static long cost(String text) {
    return JsonCost.of(Buffer.buffer(text));
  }
}
