package org.racprovider.provider.validation;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/** What Python's {@code str} and {@code str.strip} make of a value, for authentik is Python. */
final class PythonText {

  private static final int DOUBLE_DIGITS = 17;

  private PythonText() {}

  /** The text without white space at its ends. */
  static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  // Java's two notions of white space differ from Python's: one leaves out U+00A0, the other
  // U+001C to U+001F, and both leave out U+0085.
  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }

  /** 5, 1.5, 2.0, -0.0, 100000.0, 1e+16, 1e-05; integers with all their digits. */
  static String of(Number number) {
    return isFloat(number) && Double.isFinite(number.doubleValue())
        ? of(number.doubleValue())
        : number.toString();
  }

  /** Whether the number is one with a point or an exponent. */
  static boolean isFloat(Number number) {
    return number instanceof Double || number instanceof Float || number instanceof BigDecimal;
  }

  private static String of(double value) {
    if (value == 0) {
      return Double.toString(value);
    }
    BigDecimal shortest = shortest(value).stripTrailingZeros();
    int exponent = shortest.precision() - shortest.scale() - 1;
    return exponent < -4 || exponent >= 16 ? scientific(shortest, exponent) : plain(shortest);
  }

  // Double.toString of Java 17 sometimes writes a digit too many. Rounding up is tried too because
  // above a power of two the doubles lie further apart than below it.
  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; digits < DOUBLE_DIGITS; digits++) {
      for (RoundingMode mode : List.of(RoundingMode.HALF_EVEN, RoundingMode.UP)) {
        BigDecimal rounded = exact.round(new MathContext(digits, mode));
        if (rounded.doubleValue() == value) {
          return rounded;
        }
      }
    }
    return exact.round(new MathContext(DOUBLE_DIGITS, RoundingMode.HALF_EVEN));
  }

  private static String plain(BigDecimal number) {
    return number.setScale(Math.max(number.scale(), 1)).toPlainString();
  }

  private static String scientific(BigDecimal number, int exponent) {
    BigInteger digits = number.unscaledValue();
    BigDecimal mantissa = new BigDecimal(digits, number.precision() - 1);
    return "%se%+03d".formatted(mantissa.toPlainString(), exponent);
  }
}
