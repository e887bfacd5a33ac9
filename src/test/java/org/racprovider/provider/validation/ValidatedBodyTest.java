package org.racprovider.provider.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class ValidatedBodyTest {

  private static final String FLOW = "0f10f10f-0000-4000-8000-000000000001";
  private static final String UNKNOWN = "deadbeef-0000-4000-8000-00000000000a";
  private static final String MAPPING = "0ba9ba9b-0000-4000-8000-000000000001";

  private final RequestValidation validation = new RequestValidation();

  @Test
  void givesTheReferencesOfTheGoodFields() {
    // Given
    JsonObject sent =
        new JsonObject()
            .put("name", " alpha ")
            .put("authentication_flow", "bad")
            .put("authorization_flow", "{" + FLOW + "}")
            .put("property_mappings", JsonArray.of(MAPPING, "bad", UNKNOWN))
            .put("settings", 1)
            .put("connection_expiry", "hours=1");

    // When
    JsonObject references = validation.check(sent, false).references();

    // Then
    assertThat(references)
        .isEqualTo(
            new JsonObject()
                .put("name", "alpha")
                .put("authorization_flow", FLOW)
                .put("property_mappings", JsonArray.of(MAPPING)));
  }

  @Test
  void hasNothingToCheckWhereNothingIsGood() {
    // Given
    JsonObject sent = new JsonObject().put("name", "").put("property_mappings", 1);

    // Then
    assertThat(validation.check(sent, false).references()).isEmpty();
  }

  @Test
  void mergesBothSidesInOrder() {
    // Given
    ValidatedBody checked =
        validation.check(
            new JsonObject().put("settings", 1).put("authorization_flow", UNKNOWN), false);

    // When
    JsonObject merged = checked.merge(new JsonObject().put("authorization_flow", unknown(UNKNOWN)));

    // Then
    assertThat(merged.encode())
        .isEqualTo(
            "{\"name\":[\"This field is required.\"],"
                + "\"authorization_flow\":[\"Invalid pk \\\"deadbeef-0000-4000-8000-00000000000a\\\""
                + " - object does not exist.\"],"
                + "\"settings\":[\"Value must be a dictionary, and not have any duplicate keys.\"]}");
  }

  @Test
  void prefersAnUnknownMappingBeforeTheMalformedOne() {
    // Given
    ValidatedBody checked =
        validation.check(
            new JsonObject().put("property_mappings", JsonArray.of(UNKNOWN, "bad")), true);

    // Then
    assertThat(checked.references().getJsonArray("property_mappings")).containsExactly(UNKNOWN);
    assertThat(checked.merge(new JsonObject().put("property_mappings", unknown(UNKNOWN))))
        .isEqualTo(new JsonObject().put("property_mappings", unknown(UNKNOWN)));
    assertThat(checked.merge(new JsonObject()))
        .isEqualTo(
            new JsonObject().put("property_mappings", JsonArray.of("“bad” is not a valid UUID.")));
  }

  @Test
  void echoesUuidsAsTheyWereSent() {
    // Given
    String odd = "urn:uuid:" + UNKNOWN.toUpperCase();
    JsonObject sent =
        new JsonObject()
            .put("authentication_flow", odd)
            .put("authorization_flow", UNKNOWN.replace("-", ""))
            .put("property_mappings", JsonArray.of(1, MAPPING, "{" + UNKNOWN + "}", odd));

    // When
    JsonObject merged =
        validation
            .check(sent, true)
            .merge(
                new JsonObject()
                    .put("property_mappings", unknown(UNKNOWN))
                    .put("authorization_flow", unknown(UNKNOWN))
                    .put("authentication_flow", unknown(UNKNOWN)));

    // Then
    assertThat(merged)
        .isEqualTo(
            new JsonObject()
                .put("authentication_flow", unknown(odd))
                .put("authorization_flow", unknown(UNKNOWN.replace("-", "")))
                .put("property_mappings", unknown("{" + UNKNOWN + "}")));
  }

  @Test
  void leavesOtherTextsAlone() {
    // Given
    ValidatedBody checked =
        validation.check(new JsonObject().put("name", UNKNOWN.toUpperCase()), true);
    JsonObject taken =
        new JsonObject().put("name", JsonArray.of("provider with this name already exists."));

    // Then
    assertThat(checked.merge(taken)).isEqualTo(taken);
  }

  private static JsonArray unknown(String pk) {
    return JsonArray.of("Invalid pk \"" + pk + "\" - object does not exist.");
  }
}
