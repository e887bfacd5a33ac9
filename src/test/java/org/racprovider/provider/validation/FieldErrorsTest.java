package org.racprovider.provider.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.racprovider.bus.Failure;

class FieldErrorsTest {

  @Test
  void keepsTheOrderOfTheFields() {
    // Given
    FieldErrors errors = new FieldErrors();

    // When
    errors.put(ProviderField.SETTINGS, List.of("c"));
    errors.put(ProviderField.NAME, List.of("a", "b"));

    // Then
    assertThat(errors.toJson().encode()).isEqualTo("{\"name\":[\"a\",\"b\"],\"settings\":[\"c\"]}");
    assertThat(errors.has(ProviderField.NAME)).isTrue();
    assertThat(errors.has(ProviderField.PROPERTY_MAPPINGS)).isFalse();
  }

  @Test
  void convertsToAFailure() {
    // Given
    FieldErrors errors = new FieldErrors();
    assertThat(errors.isEmpty()).isTrue();
    errors.put(ProviderField.NAME, List.of("a"));

    // When
    Failure failure = errors.toFailure();

    // Then
    assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
    assertThat(failure.body()).isEqualTo("{\"name\":[\"a\"]}");
  }

  @Test
  void addsTheErrorsOfTheDatabaseInTheOrderOfTheFields() {
    // Given
    FieldErrors errors = new FieldErrors();
    errors.put(ProviderField.NAME, FieldErrors.REQUIRED);
    errors.put(ProviderField.SETTINGS, List.of("c"));

    // When
    FieldErrors all = errors.withReferences(JsonArray.of(unknown("authorization_flow", "{F}")));

    // Then
    assertThat(all.toJson().encode())
        .isEqualTo(
            "{\"name\":[\"This field is required.\"],"
                + "\"authorization_flow\":[\"Invalid pk \\\"{F}\\\" - object does not exist.\"],"
                + "\"settings\":[\"c\"]}");
    assertThat(errors.has(ProviderField.AUTHORIZATION_FLOW)).isFalse();
  }

  @Test
  void reportsAnUnknownMappingInsteadOfALaterMalformedOne() {
    // Given
    FieldErrors errors = new FieldErrors();
    errors.put(ProviderField.PROPERTY_MAPPINGS, List.of("“bad” is not a valid UUID."));

    // Then
    assertThat(errors.withReferences(JsonArray.of(unknown("property_mappings", "M"))).toJson())
        .isEqualTo(
            new JsonObject()
                .put(
                    "property_mappings",
                    JsonArray.of("Invalid pk \"M\" - object does not exist.")));
    assertThat(errors.withReferences(new JsonArray()).toJson()).isEqualTo(errors.toJson());
  }

  @Test
  void reportsATakenName() {
    // Given
    JsonArray references = JsonArray.of(new JsonObject().put("field", "name"));

    // Then
    assertThat(new FieldErrors().withReferences(references).toJson())
        .isEqualTo(
            new JsonObject().put("name", JsonArray.of("provider with this name already exists.")));
  }

  private static JsonObject unknown(String field, String pk) {
    return new JsonObject().put("field", field).put("pk", pk);
  }
}
