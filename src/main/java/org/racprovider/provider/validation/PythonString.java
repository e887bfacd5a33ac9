package org.racprovider.provider.validation;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/** Python's {@code str} and {@code str.strip}, which authentik applies to values. */
final class PythonString {

  private static final int DOUBLE_DIGITS = 17;

  private PythonString() {}

  /** Converts a number to a string and strips a string; returns other values unchanged. */
  static Object coerce(Object value) {
    if (value instanceof Number number) {
      return of(number);
    }
    return value instanceof String string ? strip(string) : value;
  }

  /** Python's name for the type of a JSON value other than null. */
  static String typeName(Object value) {
    if (value instanceof JsonObject) {
      return "dict";
    } else if (value instanceof JsonArray) {
      return "list";
    } else if (value instanceof Boolean) {
      return "bool";
    } else if (value instanceof Number number) {
      return isFloat(number) ? "float" : "int";
    }
    return "str";
  }

  /** The string with which an error message quotes a value; objects and arrays as compact JSON. */
  static String quote(Object value) {
    if (value instanceof Number number) {
      return of(number);
    } else if (value instanceof JsonObject object) {
      return object.encode();
    }
    return value instanceof JsonArray array ? array.encode() : value.toString();
  }

  /** The string without surrounding white space. */
  static String strip(String string) {
    int start = 0;
    int end = string.length();
    while (start < end && isSpace(string.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(string.charAt(end - 1))) {
      end--;
    }
    return string.substring(start, end);
  }

  // Java has two definitions of white space. One lacks U+00A0, the other U+001C to U+001F, and both
  // lack U+0085.
  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }

  /** 5, 1.5, 2.0, -0.0, 100000.0, 1e+16, 1e-05; integers with all their digits. */
  static String of(Number number) {
    return isFloat(number) && Double.isFinite(number.doubleValue())
        ? of(number.doubleValue())
        : number.toString();
  }

  private static boolean isFloat(Number number) {
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

  // Double.toString of Java 17 sometimes writes one digit too many. Rounding up is tried too,
  // because the distance between doubles is larger above a power of two than below it.
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
