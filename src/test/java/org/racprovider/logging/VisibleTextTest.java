package org.racprovider.logging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTextTest {

  @Test
  void escapesControlCharactersAndSeparators() {
    assertThat(VisibleText.of("a\r\n\u001b[31m\u0000\u007f\u009b\u2028\u2029\u202e\u2066b"))
        .isEqualTo("a\\u000d\\u000a\\u001b[31m\\u0000\\u007f\\u009b\\u2028\\u2029\\u202e\\u2066b");
  }

  @Test
  void keepsOtherText() {
    String text = "Grüße, \"世界\" 😀 \\ 100 %";
    assertThat(VisibleText.of(text)).isSameAs(text);
  }

  @Test
  void escapesWhatEndsAQuotedValue() {
    assertThat(VisibleText.quoted("a\" b=\"c\\")).isEqualTo("a\\\" b=\\\"c\\\\");
  }

  @Test
  void indentsTheLinesOfAMessage() {
    assertThat(VisibleText.ofLines("java.io.IOException: a\n12:00 INFO \u001b\n\tat b\n"))
        .isEqualTo("java.io.IOException: a\n\t12:00 INFO \\u001b\n\tat b\n");
  }
}
