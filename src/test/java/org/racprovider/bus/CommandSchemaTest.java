package org.racprovider.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class CommandSchemaTest {

  private final CommandSchema schema =
      CommandSchema.load(
          "test-command.json#/$defs/command",
          (type, format, value) ->
              "even".equals(format) && (Integer) value % 2 != 0 ? "odd" : null);

  @Test
  void namesMissingAndInvalidMembersInTheOrderOfTheSchema() {
    // Given
    JsonObject body = new JsonObject().put("number", 3).put("limit", "x").putNull("list");

    // Then
    assertThat(schema.invalidMembers(body)).containsExactly("key", "list", "limit", "number");
  }

  @Test
  void ignoresOtherMembers() {
    assertThatCode(() -> schema.requireValid(new JsonObject("{\"key\":\"a\",\"unknown\":1}")))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesAnInvalidBodyWithTheNameOfTheFirstInvalidMember() {
    // When
    Failure failure =
        catchThrowableOfType(Failure.class, () -> schema.requireValid(new JsonObject()));

    // Then
    assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
    assertThat(failure.body())
        .isEqualTo("{\"detail\":\"The command needs a correct \\\"key\\\".\"}");
  }
}
