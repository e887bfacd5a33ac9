package org.racprovider.provider.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionExpiryTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hours=8",
        "hours=1;minutes=2;seconds=3",
        "HOURS=1",
        "hours=1.5",
        "hours=.5",
        "hours=1.",
        "hours=1e2",
        "hours=1E+2",
        "hours=+1",
        "hours=-1",
        "hours=0",
        "hours=1;hours=2",
        "foo=1;hours=2",
        "foo=x;hours=1",
        "=;hours=1",
        "hours= 1",
        "hours=\t1\u00a0;days=1",
        "milliseconds=1",
        "microseconds=1",
        "weeks=1",
        "wee\u212As=1",
        "seconds=5e-324",
        "foo=nan;hours=1",
        "hours=inf;hours=1",
        "hours=nan;hours=1",
        "hours=00012",
        "days=999999999",
        "days=-999999999",
        "days=999999999.5",
        "days=999999999;hours=23;minutes=59;seconds=59;microseconds=999999",
        "days=1e12;weeks=-142857142857;hours=1",
        "a\0=1;hours=1"
      })
  void accepts(String expiry) {
    assertThat(ConnectionExpiry.isValid(expiry)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "5",
        "hours",
        "hours=",
        "hours=x",
        "hours=1;",
        ";hours=1",
        ";",
        "=",
        "hours=1=2",
        "hours = 1",
        " hours=1",
        "foo=1",
        "foo;hours=1",
        "months=1",
        "years=1",
        "hours=1,minutes=2",
        "hours=nan",
        "hours=-NaN",
        "hours=inf",
        "hours=+Infinity",
        "hours=1e400",
        "hours=x;hours=1",
        "hours=1_0",
        "hours=\uff18",
        "hours=\u0661",
        "hours=1h",
        "hours=1d",
        "hours=0x1p3",
        "hours=1e",
        "hours=.",
        "hours=+",
        "hours=1 2",
        "hours=1\0",
        "days=1000000000",
        "days=-999999999.5",
        "days=-1000000000",
        "days=1e12",
        "microseconds=1e20",
        "weeks=142857143",
        "days=999999999;hours=24"
      })
  void rejects(String expiry) {
    assertThat(ConnectionExpiry.isValid(expiry)).isFalse();
  }

  @Test
  void validatesLongStringsInLinearTime() {
    for (String part : new String[] {"hours=1;", "a=", ";", "9", "hours=9", "e9", "hours=1e"}) {
      // Given
      String text = part.repeat(1_000_000 / part.length());
      long start = System.nanoTime();

      // When
      ConnectionExpiry.isValid(text);
      ConnectionExpiry.isValid("hours=" + text);
      ConnectionExpiry.isValid(text + "hours=1");

      // Then: a quadratic one would take minutes
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }
  }
}
