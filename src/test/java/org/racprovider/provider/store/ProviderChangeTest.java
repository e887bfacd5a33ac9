package org.racprovider.provider.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.racprovider.bus.Failure;
import org.racprovider.provider.WriteMode;
import org.racprovider.provider.validation.ProviderField;

class ProviderChangeTest {

  private static final UUID FLOW = UUID.fromString("0f10f10f-0000-4000-8000-000000000001");

  @Test
  void changesNothingIfNothingIsSent() {
    assertThat(ProviderChange.fromJson(new JsonObject(), WriteMode.PATCH))
        .isEqualTo(new ProviderChange(null, false, null, null, null, null, null, null));
  }

  @Test
  void distinguishesANullFlowFromAnAbsentOne() {
    // When
    ProviderChange change =
        ProviderChange.fromJson(new JsonObject().putNull("authentication_flow"), WriteMode.PATCH);

    // Then
    assertThat(change.changesAuthenticationFlow()).isTrue();
    assertThat(change.authenticationFlow()).isNull();
  }

  @Test
  void readsEveryField() {
    // Given
    JsonObject body =
        new JsonObject()
            .put("name", "x")
            .put("authentication_flow", FLOW.toString())
            .put("authorization_flow", FLOW.toString())
            .put("property_mappings", new JsonArray())
            .put("settings", new JsonObject())
            .put("connection_expiry", "days=1")
            .put("delete_token_on_disconnect", false);

    // Then
    assertThat(ProviderChange.fromJson(body, WriteMode.REPLACE))
        .isEqualTo(
            new ProviderChange(
                "x", true, FLOW, FLOW, List.of(), new JsonObject(), "days=1", false));
  }

  @Test
  void requiresNameAndAuthorizationFlowExceptInAPatch() {
    assertThat(errors(new JsonObject(), WriteMode.REPLACE))
        .isEqualTo(
            "{\"name\":[\"This field is required.\"],"
                + "\"authorization_flow\":[\"This field is required.\"]}");
  }

  @Test
  void rejectsNullExceptForTheAuthenticationFlow() {
    for (ProviderField field : ProviderField.values()) {
      if (field != ProviderField.AUTHENTICATION_FLOW) {
        assertThat(errors(new JsonObject().putNull(field.key()), WriteMode.PATCH))
            .isEqualTo("{\"%s\":[\"This field may not be null.\"]}".formatted(field.key()));
      }
    }
  }

  @Test
  void coercesFieldsThatDidNotComeFromHttp() {
    assertThat(ProviderChange.fromJson(new JsonObject().put("name", 5), WriteMode.PATCH).name())
        .isEqualTo("5");
  }

  @Test
  void rejectsAFlowThatWouldNotBeStored() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ProviderChange(null, false, FLOW, null, null, null, null, null));
  }

  private static String errors(JsonObject fields, WriteMode mode) {
    return catchThrowableOfType(Failure.class, () -> ProviderChange.fromJson(fields, mode)).body();
  }
}
