package org.racprovider.provider.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.racprovider.bus.Failure;

class FieldErrorsTest {

  @Test
  void keepsTheOrderOfTheFields() {
    // Given
    FieldErrors errors = new FieldErrors();

    // When
    errors.add(ProviderField.SETTINGS, "c");
    errors.add(ProviderField.NAME, "a");
    errors.add(ProviderField.NAME, "b");

    // Then
    assertThat(errors.toJson().encode()).isEqualTo("{\"name\":[\"a\",\"b\"],\"settings\":[\"c\"]}");
    assertThat(errors.has(ProviderField.NAME)).isTrue();
    assertThat(errors.has(ProviderField.PROPERTY_MAPPINGS)).isFalse();
  }

  @Test
  void becomesAFailure() {
    // Given
    FieldErrors errors = new FieldErrors();
    assertThat(errors.isEmpty()).isTrue();
    errors.add(ProviderField.NAME, "a");

    // When
    Failure failure = errors.toFailure();

    // Then
    assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
    assertThat(failure.body()).isEqualTo("{\"name\":[\"a\"]}");
  }
}
