package org.racprovider.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
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
  void acceptsEmptyObject() {
    assertThatCode(() -> ReferenceData.parse("{}")).doesNotThrowAnyException();
  }

  @Test
  void appliesTheDefaultsOfTheApiToAbsentFields() {
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
  void rejectsInvalidTopLevel(String entry, String problem) {
    assertThat(problems("{" + entry.replaceFirst("^(\\w+)", "'$1'").replace('\'', '"') + "}"))
        .contains(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pk                         | 1.0           | .pk: must be a whole number from 1 to 2147483647",
        "pk                         | 4294967297    | .pk: must be a whole number from 1 to 2147483647",
        "name                       | 5             | .name: must be a string that is not blank and has no character U+0000",
        "name                       | ' '           | .name: must be a string that is not blank and has no character U+0000",
        "name                       | 'a\\u0000'    | .name: must be a string that is not blank and has no character U+0000",
        "authorization_flow         | 'x'           | .authorization_flow: must be a UUID or null",
        "authorization_flow         | '1-1-1-1-1'   | .authorization_flow: must be a UUID or null",
        "property_mappings          | 'x'           | .property_mappings: must be a list of UUIDs",
        "property_mappings          | [null]        | .property_mappings[0]: must be a UUID",
        "settings                   | []            | .settings: must be an object without the character U+0000",
        "settings                   | {'a':['\\u0000']} | .settings: must be an object without the character U+0000",
        "delete_token_on_disconnect | 'yes'         | .delete_token_on_disconnect: must be true or false",
        "extra                      | 1             | .extra: unknown key"
      },
      quoteCharacter = '`')
  void rejectsInvalidField(String field, String value, String problem) {
    // Given
    Object invalid = new JsonArray("[" + value.replace('\'', '"') + "]").getValue(0);

    // Then
    assertThat(problems(file("providers", PROVIDER.copy().put(field, invalid))))
        .containsExactly("providers[0]" + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "flows        | pk        | null     | .pk: must be a UUID",
        "flows        | title     | 1        | .title: must be a string without the character U+0000",
        "applications | provider  | 0        | .provider: must be a whole number from 1 to 2147483647, or null",
        "applications | backchannel_providers | [1,0] | .backchannel_providers[1]: must be a whole number from 1 to 2147483647",
        "outposts     | type      | 'saml'   | .type: must be one of proxy, ldap, radius, rac",
        "outposts     | providers | [2,1,2]  | .providers[2]: occurs twice",
        "endpoints    | protocol  | 'telnet' | .protocol: must be one of rdp, vnc, ssh",
        "endpoints    | provider  | null     | .provider: must be a whole number from 1 to 2147483647"
      },
      quoteCharacter = '`')
  void rejectsInvalidFieldOfEachSection(
      String section, String field, String value, String problem) {
    assertThat(problems(file(section, row(field, value)))).contains(section + "[0]" + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "flows             | title                 | ''",
        "property_mappings | expression            | ''",
        "providers         | authentication_flow   | null",
        "providers         | authorization_flow    | null",
        "applications      | provider              | null",
        "applications      | backchannel_providers | []"
      },
      quoteCharacter = '`')
  void acceptsEmptyFields(String section, String field, String value) {
    assertThat(problems(file(section, row(field, value))))
        .isNotEmpty()
        .noneMatch(problem -> problem.startsWith(section + "[0]." + field));
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
            "providers[1].property_mappings[1]: occurs twice",
            "providers[1].pk: is the pk of providers[0] too");
  }

  @Test
  void namesPositionOfSyntaxErrorWithoutContent() {
    assertThat(problems("{\n\"flows\": hunter2}"))
        .singleElement()
        .satisfies(p -> assertThat(p).contains("line 2").doesNotContain("hunter2"));
    assertThat(problems("[]")).containsExactly("not a JSON object");
    assertThat(problems("null")).containsExactly("not a JSON object");
  }

  @Test
  void storesUuidsInLowerCase() {
    // Given
    String upper = UUID.toUpperCase(Locale.ROOT);
    JsonObject provider =
        PROVIDER
            .copy()
            .put("name", upper)
            .put("authorization_flow", upper)
            .put("property_mappings", new JsonArray().add(upper));

    // Then
    assertThat(ReferenceData.parse(file("providers", provider)).rows(Section.PROVIDERS))
        .first(InstanceOfAssertFactories.type(JsonObject.class))
        .returns(upper, row -> row.getString("name"))
        .returns(UUID, row -> row.getString("authorization_flow"))
        .returns(new JsonArray().add(UUID), row -> row.getJsonArray("property_mappings"));
    assertThat(
            problems(
                file(
                    "providers",
                    provider.put("property_mappings", new JsonArray().add(upper).add(UUID)))))
        .containsExactly("providers[0].property_mappings[1]: occurs twice");
  }

  @Test
  void validatesLongListsInLinearTime() {
    // Given
    JsonArray pks = new JsonArray(IntStream.rangeClosed(1, 30_000).boxed().toList());
    JsonObject outpost =
        new JsonObject().put("pk", UUID).put("name", "o").put("type", "rac").put("providers", pks);

    // Then
    assertTimeout(
        Duration.ofSeconds(20),
        () -> ReferenceData.parse(file("outposts", outpost)).rows(Section.OUTPOSTS));
  }

  @Test
  void reportsTheFirstTwentyProblems() {
    // Given
    JsonArray rows = new JsonArray(Collections.nCopies(10_000, new JsonObject()));

    // Then
    assertThat(problems(new JsonObject().put("flows", rows).encode()))
        .hasSize(20)
        .startsWith("flows[0].pk: is missing", "flows[0].name: is missing")
        .last(InstanceOfAssertFactories.STRING)
        .startsWith("flows[3].");
  }

  @Test
  void namesNoKeywordOfTheSchema() {
    // When
    List<String> problems =
        Arrays.stream(Section.values())
            .flatMap(
                section ->
                    section.fieldNames().stream()
                        .map(name -> new JsonObject().put(name, new JsonArray().add(false)))
                        .map(row -> problems(file(section.key(), row))))
            .flatMap(List::stream)
            .toList();

    // Then
    assertThat(problems)
        .allSatisfy(
            problem ->
                assertThat(problem)
                    .matches("[a-z_]+\\[0]\\.[a-z_]+(\\[0])?: (is missing|must be [^{}\"$]+)")
                    .doesNotContain("must be null"));
  }

  @Test
  @ExtendWith(VertxExtension.class)
  void rejectsMissingFile(Vertx vertx) {
    // When
    StartFailure failure =
        catchThrowableOfType(
            StartFailure.class,
            () -> ReferenceData.read(vertx, Path.of("/nowhere/data.json")).await());

    // Then
    assertThat(failure.problems()).containsExactly("cannot read /nowhere/data.json as UTF-8 text");
  }

  private static JsonObject row(String field, String value) {
    return new JsonObject("{\"%s\":%s}".formatted(field, value.replace('\'', '"')));
  }

  private static String file(String section, JsonObject... rows) {
    return new JsonObject().put(section, new JsonArray(List.of(rows))).encode();
  }

  private static List<String> problems(String json) {
    return catchThrowableOfType(StartFailure.class, () -> ReferenceData.parse(json)).problems();
  }
}
