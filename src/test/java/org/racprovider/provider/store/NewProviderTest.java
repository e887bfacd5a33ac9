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

class NewProviderTest {

  private static final UUID FLOW = UUID.fromString("0f10f10f-0000-4000-8000-000000000001");
  private static final UUID MAPPING = UUID.fromString("0ba9ba9b-0000-4000-8000-00000000000a");

  @Test
  void addsTheDefaults() {
    // When
    NewProvider provider = NewProvider.fromJson(minimal());

    // Then
    assertThat(provider)
        .isEqualTo(new NewProvider("x", null, FLOW, List.of(), new JsonObject(), "hours=8", false));
  }

  @Test
  void readsEveryField() {
    // Given
    JsonObject body =
        minimal()
            .put("authentication_flow", FLOW.toString())
            .put("property_mappings", JsonArray.of(MAPPING.toString()))
            .put("settings", new JsonObject().put("port", 22))
            .put("connection_expiry", "days=1")
            .put("delete_token_on_disconnect", true);

    // When
    NewProvider provider = NewProvider.fromJson(body);

    // Then
    assertThat(provider)
        .isEqualTo(
            new NewProvider(
                "x",
                FLOW,
                FLOW,
                List.of(MAPPING),
                new JsonObject().put("port", 22),
                "days=1",
                true));
  }

  @Test
  void readsUuidsInAnyNotation() {
    // Given
    JsonObject fields =
        minimal()
            .put("authentication_flow", "urn:uuid:" + FLOW)
            .put("property_mappings", JsonArray.of("{" + MAPPING.toString().toUpperCase() + "}"));

    // When
    NewProvider provider = NewProvider.fromJson(fields);

    // Then
    assertThat(provider.authenticationFlow()).isEqualTo(FLOW);
    assertThat(provider.propertyMappings()).containsExactly(MAPPING);
  }

  @Test
  void coercesFieldsThatDidNotComeFromHttp() {
    // Given
    JsonObject body =
        minimal()
            .put("name", " x ")
            .put(
                "property_mappings",
                JsonArray.of(MAPPING.toString().toUpperCase(), MAPPING.toString()))
            .put("delete_token_on_disconnect", "yes");

    // When
    NewProvider provider = NewProvider.fromJson(body);

    // Then
    assertThat(provider.name()).isEqualTo("x");
    assertThat(provider.propertyMappings()).containsExactly(MAPPING);
    assertThat(provider.deleteTokenOnDisconnect()).isTrue();
  }

  @Test
  void rejectsInvalidFieldsWithTheErrorsOfHttp() {
    // Given
    JsonObject body =
        new JsonObject()
            .put("name", 5)
            .put("authorization_flow", "1-1-1-1-1")
            .put("settings", new JsonObject().put("a", "\0"));

    // When
    Failure failure = catchThrowableOfType(Failure.class, () -> NewProvider.fromJson(body));

    // Then
    assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
    assertThat(failure.body())
        .isEqualTo(
            "{\"authorization_flow\":[\"“1-1-1-1-1” is not a valid UUID.\"],"
                + "\"settings\":[\"Null characters are not allowed.\"]}");
  }

  @Test
  void rejectsACommandWithoutABody() {
    // When
    Failure failure = catchThrowableOfType(Failure.class, () -> NewProvider.fromJson(null));

    // Then
    assertThat(failure.body()).isEqualTo("{\"non_field_errors\":[\"No data provided\"]}");
  }

  @Test
  void rejectsInvalidValues() {
    assertRejected(null, FLOW, List.of(), new JsonObject(), "hours=8");
    assertRejected("", FLOW, List.of(), new JsonObject(), "hours=8");
    assertRejected(" x", FLOW, List.of(), new JsonObject(), "hours=8");
    assertRejected("x\0", FLOW, List.of(), new JsonObject(), "hours=8");
    assertRejected("x", null, List.of(), new JsonObject(), "hours=8");
    assertRejected("x", FLOW, List.of(MAPPING, MAPPING), new JsonObject(), "hours=8");
    assertRejected("x", FLOW, List.of(), new JsonObject().put("\0", 1), "hours=8");
    assertRejected("x", FLOW, List.of(), new JsonObject(), "hours");
    assertRejected("x", FLOW, List.of(), new JsonObject(), "hours=1 ");
    assertRejected("x", FLOW, List.of(), new JsonObject(), "a\0=1;hours=1");
  }

  private static void assertRejected(
      String name, UUID flow, List<UUID> mappings, JsonObject settings, String expiry) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NewProvider(name, null, flow, mappings, settings, expiry, false));
  }

  private static JsonObject minimal() {
    return new JsonObject().put("name", "x").put("authorization_flow", FLOW.toString());
  }
}
