package org.racprovider.provider.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.racprovider.bus.Failure;
import org.racprovider.http.JsonBody;
import org.racprovider.provider.WriteMode;
import org.racprovider.provider.validation.FieldErrors;
import org.racprovider.provider.validation.ProviderField;
import org.racprovider.provider.validation.PythonUuid;
import org.racprovider.provider.validation.RequestValidation;
import org.racprovider.provider.validation.ValidatedBody;

/** The recorded creates, from the bytes of the body to the command or the error body. */
class RecordedValidationTest {

  private static final Path RECORDED = Path.of("src/test/resources/recorded");
  private static final Set<Integer> DECIDED_BEFORE_THE_BODY = Set.of(403, 406, 415);

  private final RequestValidation validation = new RequestValidation();
  private final JsonObject fixtures = read("fixtures.json");

  @TestFactory
  Stream<DynamicTest> validatesAsRecorded() throws IOException {
    return Files.readAllLines(RECORDED.resolve("create.jsonl")).stream()
        .map(JsonObject::new)
        .map(test -> DynamicTest.dynamicTest(test.getString("name"), () -> replay(test)));
  }

  private void replay(JsonObject test) {
    Set<String> names = names();
    for (Object step : test.getJsonArray("steps")) {
      JsonObject expected = ((JsonObject) step).getJsonObject("expect");
      if (!DECIDED_BEFORE_THE_BODY.contains(expected.getInteger("status", 0))) {
        verify(expected, validate((JsonObject) step, names));
      }
    }
  }

  private record Outcome(NewProvider created, JsonObject errors) {}

  private Outcome validate(JsonObject step, Set<String> names) {
    try {
      ValidatedBody validated = validation.validate(JsonBody.decoded(body(step)), WriteMode.CREATE);
      JsonObject references = validated.isValid() ? validated.fields() : validated.references();
      FieldErrors errors = validated.errors().withReferences(invalidReferences(references, names));
      if (!errors.isEmpty()) {
        return new Outcome(null, errors.toJson());
      }
      NewProvider provider = NewProvider.fromJson(validated.fields());
      names.add(provider.name());
      return new Outcome(provider, null);
    } catch (Failure e) {
      assertThat(e.kind()).isEqualTo(Failure.Kind.INVALID);
      return new Outcome(null, new JsonObject(e.body()));
    }
  }

  private static void verify(JsonObject expected, Outcome actual) {
    JsonObject body = expected.getJsonObject("body");
    switch (expected.getString("match")) {
      case "no-5xx" -> assertThat(actual.created() == null).isEqualTo(actual.errors() != null);
      case "prefix" ->
          assertThat(actual.errors().getString("detail")).startsWith(body.getString("detail"));
      default -> {
        if (expected.getInteger("status") == 201) {
          verifyCreated(body, actual.created());
        } else {
          assertThat(actual.errors().encode()).isEqualTo(inOrder(body).encode());
        }
      }
    }
  }

  private static void verifyCreated(JsonObject expected, NewProvider actual) {
    assertThat(actual).isNotNull();
    assertThat(actual.name()).isEqualTo(expected.getString("name"));
    assertThat(string(actual.authenticationFlow()))
        .isEqualTo(expected.getString("authentication_flow"));
    assertThat(string(actual.authorizationFlow()))
        .isEqualTo(expected.getString("authorization_flow"));
    assertThat(actual.propertyMappings().stream().map(RecordedValidationTest::string).toList())
        .containsExactlyInAnyOrderElementsOf(
            expected.getJsonArray("property_mappings").stream().map(String.class::cast).toList());
    assertThat(actual.settings()).isEqualTo(expected.getJsonObject("settings"));
    assertThat(actual.connectionExpiry()).isEqualTo(expected.getString("connection_expiry"));
    assertThat(actual.deleteTokenOnDisconnect())
        .isEqualTo(expected.getBoolean("delete_token_on_disconnect"));
  }

  /** What the database would report: taken names and unknown objects. */
  private JsonArray invalidReferences(JsonObject body, Set<String> names) {
    JsonArray invalid = new JsonArray();
    if (names.contains(body.getString("name"))) {
      invalid.add(new JsonObject().put("field", "name"));
    }
    for (String flow : List.of("authentication_flow", "authorization_flow")) {
      if (body.getString(flow) != null) {
        addUnknown(flow, JsonArray.of(body.getString(flow)), "flows", invalid);
      }
    }
    JsonArray mappings = body.getJsonArray("property_mappings", new JsonArray());
    addUnknown("property_mappings", mappings, "property_mappings", invalid);
    return invalid;
  }

  private void addUnknown(String field, JsonArray pks, String table, JsonArray invalid) {
    Set<String> known = column(table, "pk");
    pks.stream()
        .filter(pk -> !known.contains(PythonUuid.parse(pk).toString()))
        .findFirst()
        .ifPresent(pk -> invalid.add(new JsonObject().put("field", field).put("pk", pk)));
  }

  private Set<String> names() {
    return column("providers", "name");
  }

  private Set<String> column(String table, String key) {
    Set<String> values = new HashSet<>();
    fixtures.getJsonArray(table).forEach(row -> values.add(((JsonObject) row).getString(key)));
    return values;
  }

  private static JsonObject inOrder(JsonObject errors) {
    JsonObject ordered = new JsonObject();
    for (ProviderField field : ProviderField.values()) {
      if (errors.containsKey(field.key())) {
        ordered.put(field.key(), errors.getValue(field.key()));
      }
    }
    return ordered.isEmpty() ? errors : ordered;
  }

  private static Buffer body(JsonObject step) {
    String encoded = step.getString("body_b64");
    return encoded == null
        ? Buffer.buffer(step.getString("body", ""))
        : Buffer.buffer(Base64.getDecoder().decode(encoded));
  }

  private static String string(UUID uuid) {
    return uuid == null ? null : uuid.toString();
  }

  private static JsonObject read(String file) {
    try {
      return new JsonObject(
          new String(Files.readAllBytes(RECORDED.resolve(file)), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
