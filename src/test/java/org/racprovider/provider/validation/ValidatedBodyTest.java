package org.racprovider.provider.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.racprovider.provider.WriteMode;
import org.racprovider.support.Providers;

class ValidatedBodyTest {

  private static final String UNKNOWN = "deadbeef-0000-4000-8000-00000000000a";
  private static final String MAPPING = "0ba9ba9b-0000-4000-8000-000000000001";

  private final RequestValidation validation = new RequestValidation();

  @Test
  void findsTheReferencesOfTheValidFields() {
    // Given
    JsonObject sent =
        new JsonObject()
            .put("name", " alpha ")
            .put("authentication_flow", "bad")
            .put("authorization_flow", "{" + Providers.FLOW + "}")
            .put("property_mappings", JsonArray.of(MAPPING, "bad", UNKNOWN))
            .put("settings", 1)
            .put("connection_expiry", "hours=1");

    // When
    JsonObject references = validation.validate(sent, WriteMode.CREATE).references();

    // Then
    assertThat(references)
        .isEqualTo(
            new JsonObject()
                .put("name", "alpha")
                .put("authorization_flow", "{" + Providers.FLOW + "}")
                .put("property_mappings", JsonArray.of(MAPPING)));
  }

  @Test
  void hasNoReferencesIfNoFieldIsValid() {
    // Given
    JsonObject sent = new JsonObject().put("name", "").put("property_mappings", 1);

    // Then
    assertThat(validation.validate(sent, WriteMode.CREATE).references()).isEmpty();
  }

  @Test
  void keepsTheNotationOfUuidsForErrorMessages() {
    // Given
    String urn = "urn:uuid:" + UNKNOWN.toUpperCase();
    JsonObject sent =
        new JsonObject()
            .put("name", " alpha ")
            .put("authentication_flow", "")
            .put("authorization_flow", urn)
            .put("property_mappings", JsonArray.of("{" + UNKNOWN + "}", urn));

    // When
    ValidatedBody validated = validation.validate(sent, WriteMode.CREATE);

    // Then
    assertThat(validated.fields())
        .isEqualTo(sent.copy().put("name", "alpha").putNull("authentication_flow"));
  }
}
