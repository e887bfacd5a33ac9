package org.racprovider.provider.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonStringTest {

  private static final String SPACES =
      "\t\n\u000b\f\r\u001c\u001d\u001e\u001f \u0085\u00a0\u1680"
          + "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
          + "\u2028\u2029\u202f\u205f\u3000";

  @Test
  void stripsExactlyTheWhiteSpaceOfPython() {
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      String text = (char) c + "x" + (char) c;
      boolean space = SPACES.indexOf(c) >= 0;
      assertThat(PythonString.strip(text)).as("U+%04X", c).isEqualTo(space ? "x" : text);
    }
  }

  @Test
  void stripsBothEndsOnly() {
    assertThat(PythonString.strip(SPACES + "a  b" + SPACES)).isEqualTo("a  b");
    assertThat(PythonString.strip(SPACES)).isEmpty();
    assertThat(PythonString.strip("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1.5, 1.5",
    "2.0, 2.0",
    "-0.0, -0.0",
    "0.0, 0.0",
    "1e5, 100000.0",
    "100, 100.0",
    "1e15, 1000000000000000.0",
    "9007199254740993, 9007199254740992.0",
    "1e16, 1e+16",
    "1.5e16, 1.5e+16",
    "1e22, 1e+22",
    "1e300, 1e+300",
    "1.7976931348623157e308, 1.7976931348623157e+308",
    "0.0001, 0.0001",
    "0.00001, 1e-05",
    "-1.25e-7, -1.25e-07",
    "5e-324, 5e-324",
    "2e-3, 0.002",
    "2.0e23, 2e+23",
    "5.684341886080802e-14, 5.684341886080802e-14",
    "4.35, 4.35",
    "3.141592653589793, 3.141592653589793",
    "123456789012345680, 1.2345678901234568e+17"
  })
  void writesDoublesAsPythonDoes(double number, String expected) {
    assertThat(PythonString.of(number)).isEqualTo(expected);
  }

  @Test
  void writesIntegersWithAllDigits() {
    assertThat(PythonString.of(5)).isEqualTo("5");
    assertThat(PythonString.of(Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
    assertThat(PythonString.of(BigInteger.TEN.pow(30))).isEqualTo("1" + "0".repeat(30));
  }

  @Test
  void writesNumbersOtherThanDoubles() {
    assertThat(PythonString.of(new BigDecimal("2.50"))).isEqualTo("2.5");
    assertThat(PythonString.of(new BigDecimal("1e400"))).isEqualTo("1E+400");
    assertThat(PythonString.of(Double.NaN)).isEqualTo("NaN");
  }

  @Test
  void writesDoublesWithoutLosingADigit() {
    // Given
    Random random = new Random(7);

    for (int i = 0; i < 20_000; i++) {
      double number = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(number)) {
        // Then
        assertThat(Double.parseDouble(PythonString.of(number))).isEqualTo(number);
      }
    }
  }
}
