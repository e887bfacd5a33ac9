package org.racprovider.provider.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.bus.Failure;
import org.racprovider.provider.WriteMode;
import org.racprovider.support.Providers;

class RequestValidationTest {

  private final RequestValidation validation = new RequestValidation();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          name                | null           | This field may not be null.
          name                | " "            | This field may not be blank.
          name                | true           | Not a valid string.
          name                | {}             | Not a valid string.
          name                | "a\\u0000"     | Null characters are not allowed.
          authorization_flow  | null           | This field may not be null.
          authorization_flow  | ""             | This field may not be null.
          authorization_flow  | "nope"         | “nope” is not a valid UUID.
          authorization_flow  | "%s"           | “%s” is not a valid UUID.
          authorization_flow  | true           | Incorrect type. Expected pk value, received bool.
          authorization_flow  | 5              | “5” is not a valid UUID.
          authorization_flow  | 1.0            | “1.0” is not a valid UUID.
          authorization_flow  | ["a", 1.0]     | “["a",1.0]” is not a valid UUID.
          authorization_flow  | {"é": null}    | “{"é":null}” is not a valid UUID.
          authentication_flow | "\\u0000"      | “\0” is not a valid UUID.
          property_mappings   | null           | This field may not be null.
          property_mappings   | "x"            | Expected a list of items but got type "str".
          property_mappings   | 5              | Expected a list of items but got type "int".
          property_mappings   | 1.5            | Expected a list of items but got type "float".
          property_mappings   | true           | Expected a list of items but got type "bool".
          property_mappings   | {}             | Expected a list of items but got type "dict".
          property_mappings   | ["bad", 1]     | “bad” is not a valid UUID.
          property_mappings   | [1, "bad"]     | “1” is not a valid UUID.
          property_mappings   | [""]           | “” is not a valid UUID.
          property_mappings   | [true]         | Incorrect type. Expected pk value, received bool.
          property_mappings   | [null]         | Invalid pk "None" - object does not exist.
          property_mappings   | [[]]           | “[]” is not a valid UUID.
          settings            | null           | This field may not be null.
          settings            | []             | Value must be a dictionary, and not have any duplicate keys.
          settings            | "{}"           | Value must be a dictionary, and not have any duplicate keys.
          settings            | {"a":{"\\u0000":1}} | Null characters are not allowed.
          settings            | {"a":["\\u0000"]}   | Null characters are not allowed.
          connection_expiry   | null           | This field may not be null.
          connection_expiry   | ""             | This field may not be blank.
          connection_expiry   | false          | Not a valid string.
          connection_expiry   | " 0 "          | 0 is not in the correct format of 'hours=3;minutes=1'.
          connection_expiry   | 1.50           | 1.5 is not in the correct format of 'hours=3;minutes=1'.
          connection_expiry   | "hours=inf"    | hours=inf is not in the correct format of 'hours=3;minutes=1'.
          connection_expiry   | "a\\u0000=1;hours=1" | Null characters are not allowed.
          delete_token_on_disconnect | null    | This field may not be null.
          delete_token_on_disconnect | "maybe" | Must be a valid boolean.
          """)
  void reportsTheErrorsOfAuthentik(String field, String value, String message) {
    // Given
    JsonObject body = new JsonObject("{\"%s\":%s}".formatted(field, value));

    // When
    ValidatedBody validated = validation.validate(body, WriteMode.PATCH);

    // Then
    assertThat(validated.errors().toJson())
        .isEqualTo(new JsonObject().put(field, JsonArray.of(message)));
  }

  @Test
  void reportsBothErrorsOfAMalformedExpiryWithANullCharacter() {
    // When
    ValidatedBody validated =
        validation.validate(
            new JsonObject().put("connection_expiry", "hours=8\0"), WriteMode.PATCH);

    // Then
    assertThat(validated.errors().toJson().getJsonArray("connection_expiry"))
        .containsExactly(
            "hours=8\0 is not in the correct format of 'hours=3;minutes=1'.",
            "Null characters are not allowed.");
  }

  @Test
  void requiresNameAndAuthorizationFlowExceptInAPatch() {
    // When
    ValidatedBody full = validation.validate(new JsonObject(), WriteMode.CREATE);
    ValidatedBody partial = validation.validate(new JsonObject(), WriteMode.PATCH);

    // Then
    assertThat(full.errors().toJson().encode())
        .isEqualTo(
            "{\"name\":[\"This field is required.\"],"
                + "\"authorization_flow\":[\"This field is required.\"]}");
    assertThat(partial.isValid()).isTrue();
    assertThat(partial.body()).isEmpty();
  }

  @Test
  void reportsEveryFailingFieldInOrder() {
    // Given
    JsonObject body =
        new JsonObject()
            .put("delete_token_on_disconnect", 7)
            .put("connection_expiry", "x")
            .put("settings", 1)
            .put("property_mappings", 1)
            .put("authentication_flow", 1)
            .put("authorization_flow", Providers.FLOW)
            .put("name", "");

    // When
    ValidatedBody validated = validation.validate(body, WriteMode.CREATE);

    // Then
    assertThat(validated.errors().toJson().fieldNames())
        .containsExactly(
            "name",
            "authentication_flow",
            "property_mappings",
            "settings",
            "connection_expiry",
            "delete_token_on_disconnect");
  }

  @Test
  void coercesAValidBody() {
    // Given
    JsonObject sent =
        new JsonObject()
            .put("pk", 7)
            .put("delete_token_on_disconnect", "yes")
            .put("authorization_flow", Providers.FLOW.toUpperCase())
            .put("authentication_flow", "")
            .put("name", " x ");

    // When
    ValidatedBody validated = validation.validate(sent, WriteMode.CREATE);

    // Then
    assertThat(validated.isValid()).isTrue();
    assertThat(validated.body().encode())
        .isEqualTo(
            "{\"name\":\"x\",\"authentication_flow\":null,\"authorization_flow\":\""
                + Providers.FLOW
                + "\",\"delete_token_on_disconnect\":true}");
  }

  static Stream<Arguments> otherThanObjects() {
    return Stream.of(
        Arguments.of(null, "No data provided"),
        Arguments.of(new JsonArray(), "Invalid data. Expected a dictionary, but got list."),
        Arguments.of("", "Invalid data. Expected a dictionary, but got str."),
        Arguments.of(1, "Invalid data. Expected a dictionary, but got int."),
        Arguments.of(BigInteger.TEN, "Invalid data. Expected a dictionary, but got int."),
        Arguments.of(1.0, "Invalid data. Expected a dictionary, but got float."),
        Arguments.of(true, "Invalid data. Expected a dictionary, but got bool."));
  }

  @ParameterizedTest
  @MethodSource("otherThanObjects")
  void rejectsValuesOtherThanObjects(Object decoded, String message) {
    // When
    Failure failure =
        catchThrowableOfType(Failure.class, () -> validation.validate(decoded, WriteMode.CREATE));

    // Then
    assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
    assertThat(failure.body()).isEqualTo("{\"non_field_errors\":[\"%s\"]}".formatted(message));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[\"x\"]", "[{\"a\":1}]", "[1]"})
  void validatesManyInvalidMappingsInLinearTime(String item) {
    // Given
    JsonArray mappings = new JsonArray();
    for (int i = 0; i < 200_000; i++) {
      mappings.add(new JsonArray(item));
    }
    long start = System.nanoTime();

    // When
    validation.validate(new JsonObject().put("property_mappings", mappings), WriteMode.PATCH);

    // Then: a quadratic one would take minutes
    assertThat(System.nanoTime() - start).isLessThan(20_000_000_000L);
  }
}
