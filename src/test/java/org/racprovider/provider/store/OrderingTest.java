package org.racprovider.provider.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "settings,settings | settings",
        "settings,-settings,settings | settings",
        "name,settings,-pk | name",
        "-pk,name | -pk",
        "unknown,-name,name | -name",
        "settings,pk,connection_expiry | settings,pk",
        "unknown | name"
      })
  void dropsFieldsWithoutEffect(String fields, String same) {
    assertThat(ordering(fields)).isEqualTo(ordering(same));
  }

  @Test
  void keepsFieldsWithAnEffectInTheirOrder() {
    assertThat(ordering("settings,-connection_expiry,name").sql(false))
        .startsWith(
            "provider.settings ASC, provider.connection_expiry DESC, left(provider.name, 200)");
  }

  @Test
  void orderOfManyFieldsHasAShortStatement() {
    // Given
    List<String> fields = Collections.nCopies(5000, "-settings");

    // Then
    assertThat(Ordering.of(fields).sql(false)).hasSizeLessThan(100);
  }

  private static Ordering ordering(String fields) {
    return Ordering.of(List.of(fields.split(",")));
  }
}
