package org.racprovider.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.racprovider.start.StartFailure;

class ReferenceDataTest {

  private static final String UUID = "0f10f10f-0000-4000-8000-000000000001";
  private static final JsonObject PROVIDER =
      new JsonObject()
          .put("pk", 1)
          .put("type", "rac")
          .put("name", "alpha")
          .put("authorization_flow", UUID);

  @Test
  void exampleIsValid() throws IOException {
    // Given
    String json = Files.readString(Path.of("conf/reference-data.example.json"));

    // Then
    assertThat(ReferenceData.parse(json).rows(Section.PROVIDERS)).hasSize(1);
  }

  @Test
  void everythingMayBeAbsent() {
    assertThatCode(() -> ReferenceData.parse("{}")).doesNotThrowAnyException();
  }

  @Test
  void absentFieldsHaveTheApisDefaults() {
    // When
    ReferenceData data = ReferenceData.parse(file("providers", PROVIDER));

    // Then
    assertThat(data.rows(Section.PROVIDERS).getJsonObject(0))
        .isEqualTo(
            PROVIDER
                .copy()
                .putNull("authentication_flow")
                .put("property_mappings", new JsonArray())
                .put("settings", new JsonObject())
                .put("connection_expiry", "hours=8")
                .put("delete_token_on_disconnect", false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "flow: []                     | flow: unknown key",
        "flows: {}                    | flows: must be a list",
        "flows: [1]                   | flows[0]: must be an object",
        "first_free_provider_pk: 0    | first_free_provider_pk: must be a whole number from 1 to 2147483647",
        "first_free_provider_pk: '9'  | first_free_provider_pk: must be a whole number from 1 to 2147483647"
      })
  void refusesAWrongTopLevel(String entry, String problem) {
    assertThat(problems("{" + entry.replaceFirst("^(\\w+)", "'$1'").replace('\'', '"') + "}"))
        .contains(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pk                         | 1.0           | .pk: must be a whole number from 1 to 2147483647",
        "pk                         | 4294967297    | .pk: must be a whole number from 1 to 2147483647",
        "name                       | 5             | .name: must be a text",
        "name                       | ' '           | .name: must not be blank",
        "name                       | 'a\\u0000'    | .name: must not contain the character U+0000",
        "authorization_flow         | 'x'           | .authorization_flow: must be a UUID",
        "authorization_flow         | '1-1-1-1-1'   | .authorization_flow: must be a UUID",
        "property_mappings          | 'x'           | .property_mappings: must be a list",
        "property_mappings          | [null]        | .property_mappings[0]: must be a UUID",
        "settings                   | []            | .settings: must be an object",
        "settings                   | {'a':['\\u0000']} | .settings: must not contain the character U+0000",
        "delete_token_on_disconnect | 'yes'         | .delete_token_on_disconnect: must be true or false",
        "extra                      | 1             | .extra: unknown key"
      },
      quoteCharacter = '`')
  void refusesAWrongField(String field, String value, String problem) {
    // Given
    Object wrong = new JsonArray("[" + value.replace('\'', '"') + "]").getValue(0);

    // Then
    assertThat(problems(file("providers", PROVIDER.copy().put(field, wrong))))
        .containsExactly("providers[0]" + problem);
  }

  @Test
  void reportsAllProblems() {
    // Given
    JsonObject nameless = PROVIDER.copy();
    nameless.remove("name");
    JsonObject twice =
        PROVIDER.copy().put("property_mappings", new JsonArray().add(UUID).add(UUID));

    // Then
    assertThat(problems(file("providers", nameless, twice)))
        .containsExactly(
            "providers[0].name: is missing",
            "providers[1].property_mappings[1]: is there twice",
            "providers[1].pk: is the pk of providers[0] too");
  }

  @Test
  void namesThePlaceOfASyntaxErrorButNotTheText() {
    assertThat(problems("{\n\"flows\": hunter2}"))
        .singleElement()
        .satisfies(p -> assertThat(p).contains("line 2").doesNotContain("hunter2"));
    assertThat(problems("[]")).containsExactly("not a JSON object");
  }

  @Test
  void refusesAFileThatIsNotThere() {
    // Given
    Vertx vertx = Vertx.vertx();

    // When
    StartFailure refused =
        catchThrowableOfType(
            StartFailure.class,
            () -> ReferenceData.read(vertx, Path.of("/nowhere/data.json")).await());

    // Then
    assertThat(refused.problems()).containsExactly("cannot read /nowhere/data.json as UTF-8 text");
    vertx.close().await();
  }

  private static String file(String section, JsonObject... rows) {
    return new JsonObject().put(section, new JsonArray(List.of(rows))).encode();
  }

  private static List<String> problems(String json) {
    return catchThrowableOfType(StartFailure.class, () -> ReferenceData.parse(json)).problems();
  }
}
