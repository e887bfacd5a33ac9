package org.racprovider.provider.validation;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The grammar of {@code connection_expiry}: {@code hours=3;minutes=1} (contract 2.7). */
final class ConnectionExpiry {

  /** Microseconds in each unit. */
  private static final Map<String, BigDecimal> UNITS =
      Map.of(
          "microseconds", BigDecimal.ONE,
          "milliseconds", new BigDecimal(1_000L),
          "seconds", new BigDecimal(1_000_000L),
          "minutes", new BigDecimal(60_000_000L),
          "hours", new BigDecimal(3_600_000_000L),
          "days", new BigDecimal(86_400_000_000L),
          "weeks", new BigDecimal(604_800_000_000L));

  /** The range of Python's timedelta, in microseconds: whole days -999999999 to 999999999. */
  private static final BigInteger MIN = BigInteger.valueOf(-999_999_999L).multiply(day());

  private static final BigInteger END = BigInteger.valueOf(1_000_000_000L).multiply(day());

  /** One unit with a small whole amount, as most clients send it. It is in the range. */
  private static final Pattern COMMON =
      Pattern.compile("(seconds|minutes|hours|days|weeks)=[0-9]{1,6}");

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?");
  private static final Pattern NOT_FINITE =
      Pattern.compile("[+-]?(inf|infinity|nan)", Pattern.CASE_INSENSITIVE);

  private ConnectionExpiry() {}

  static boolean isValid(String expiry) {
    return COMMON.matcher(expiry).matches() || isSumOfUnits(expiry);
  }

  private static boolean isSumOfUnits(String expiry) {
    Map<String, Double> amounts = new HashMap<>();
    for (int start = 0; start <= expiry.length(); ) {
      int end = expiry.indexOf(';', start);
      end = end < 0 ? expiry.length() : end;
      if (!readPart(expiry.substring(start, end), amounts)) {
        return false;
      }
      start = end + 1;
    }
    return !amounts.isEmpty() && isInRange(amounts);
  }

  // Every amount must be a number. If a unit is repeated, its last amount is used.
  private static boolean readPart(String part, Map<String, Double> amounts) {
    int equals = part.indexOf('=');
    if (equals < 0 || part.indexOf('=', equals + 1) >= 0) {
      return false;
    }
    String unit = part.substring(0, equals).toLowerCase(Locale.ROOT);
    if (!UNITS.containsKey(unit)) {
      return true;
    }
    Double amount = number(PythonString.strip(part.substring(equals + 1)));
    amounts.put(unit, amount);
    return amount != null;
  }

  private static Double number(String amount) {
    if (NUMBER.matcher(amount).matches()) {
      return Double.valueOf(amount);
    }
    return NOT_FINITE.matcher(amount).matches() ? Double.NaN : null;
  }

  private static boolean isInRange(Map<String, Double> amounts) {
    if (!amounts.values().stream().allMatch(Double::isFinite)) {
      return false;
    }
    BigInteger total =
        amounts.entrySet().stream()
            .map(entry -> UNITS.get(entry.getKey()).multiply(new BigDecimal(entry.getValue())))
            .reduce(BigDecimal.ZERO, BigDecimal::add)
            .setScale(0, RoundingMode.HALF_EVEN)
            .toBigInteger();
    return total.compareTo(MIN) >= 0 && total.compareTo(END) < 0;
  }

  private static BigInteger day() {
    return BigInteger.valueOf(86_400_000_000L);
  }
}
