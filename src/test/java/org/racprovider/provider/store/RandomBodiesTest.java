package org.racprovider.provider.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.racprovider.bus.Failure;
import org.racprovider.provider.WriteMode;
import org.racprovider.provider.validation.ProviderField;
import org.racprovider.provider.validation.RequestFormats;
import org.racprovider.provider.validation.RequestValidation;
import org.racprovider.provider.validation.ValidatedBody;

/** Schema, field rules and records agree on random bodies, and throw only a Failure. */
class RandomBodiesTest {

  private static final int BODIES = 5_000;
  private static final Path SCHEMA = Path.of("src/main/resources/schema/rac-provider-request.json");
  private static final List<Object> VALUES =
      Arrays.asList(
          null,
          true,
          false,
          0,
          1,
          -0.0,
          1.5,
          1e300,
          Long.MAX_VALUE,
          "",
          " ",
          " x ",
          "a\0",
          "yes",
          "hours=1",
          " hours=1;days=x",
          "days=1e12",
          "a\0=1;hours=1",
          "0f10f10f-0000-4000-8000-00000000000a",
          "{0F10F10F00004000800000000000000A}",
          "0f10f10f-0000-4000-8000-00000000000a\n",
          new JsonObject(),
          new JsonObject().put("a", JsonArray.of("\0")),
          new JsonObject().put("a", new JsonObject().put("b", 1)),
          new JsonArray());

  private final Random random = new Random(4711);
  private final RequestValidation validation = new RequestValidation();

  @Test
  void schemaRecordsAndErrorsAgree() throws IOException {
    // Given
    JsonObject schema = new JsonObject(Files.readString(SCHEMA));
    Validator full = validator(schema);
    Validator partial = validator(schema.copy().put("required", new JsonArray()));

    for (int i = 0; i < BODIES; i++) {
      // When
      JsonObject sent = body();
      ValidatedBody create = validation.validate(sent, WriteMode.CREATE);
      ValidatedBody change = validation.validate(sent, WriteMode.PATCH);

      // Then
      assertThat(create.isValid()).isEqualTo(full.validate(create.body()).getValid());
      assertThat(change.isValid()).isEqualTo(partial.validate(change.body()).getValid());
      assertThat(failure(() -> NewProvider.fromJson(sent))).isEqualTo(errors(create));
      assertThat(failure(() -> ProviderChange.fromJson(sent, WriteMode.REPLACE)))
          .isEqualTo(errors(create));
      assertThat(failure(() -> ProviderChange.fromJson(sent, WriteMode.PATCH)))
          .isEqualTo(errors(change));
      assertThat(create.errors().withReferences(new JsonArray()).toJson())
          .isEqualTo(create.errors().toJson());
    }
  }

  private JsonObject body() {
    JsonObject body = new JsonObject();
    for (ProviderField field : ProviderField.values()) {
      if (random.nextInt(3) > 0) {
        body.put(field.key(), value(field));
      }
    }
    return body;
  }

  private Object value(ProviderField field) {
    if (field == ProviderField.PROPERTY_MAPPINGS && random.nextBoolean()) {
      JsonArray items = new JsonArray();
      random.ints(random.nextInt(4), 0, VALUES.size()).forEach(i -> items.add(VALUES.get(i)));
      return items;
    }
    return VALUES.get(random.nextInt(VALUES.size()));
  }

  private static JsonObject errors(ValidatedBody validated) {
    return validated.isValid() ? null : validated.errors().toJson();
  }

  private static JsonObject failure(Runnable read) {
    try {
      read.run();
      return null;
    } catch (Failure e) {
      return new JsonObject(e.body());
    }
  }

  private static Validator validator(JsonObject schema) {
    return SchemaRepository.create(
            new JsonSchemaOptions().setDraft(Draft.DRAFT202012).setBaseUri("app://schema/"),
            new RequestFormats())
        .validator(JsonSchema.of(schema));
  }
}
