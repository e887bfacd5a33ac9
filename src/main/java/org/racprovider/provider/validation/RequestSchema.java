package org.racprovider.provider.validation;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The JSON Schemas of request bodies: they decide what is valid. Each property is validated by its
 * own part of the schema, which tells apart all failing fields in one pass and costs half of
 * validating the body as a whole. The validators stop at the first failure; the library's list of
 * all errors has two for every bad item of an array, so that a large body would hold up the event
 * loop.
 */
enum RequestSchema {
  /** For bodies that have to be complete. */
  FULL("rac-provider-request.json"),
  /** For bodies that name only what is to change. */
  PARTIAL("patched-rac-provider-request.json", "rac-provider-request.json");

  private final Map<ProviderField, Validator> fields = new EnumMap<>(ProviderField.class);
  private final Set<ProviderField> required = EnumSet.noneOf(ProviderField.class);

  RequestSchema(String file, String... referredTo) {
    SchemaRepository repository = repository().dereference(file, JsonSchema.of(load(file)));
    for (String other : referredTo) {
      repository.dereference(other, JsonSchema.of(load(other)));
    }
    JsonArray names = load(file).getJsonArray("required", new JsonArray());
    for (ProviderField field : ProviderField.values()) {
      fields.put(field, repository.validator(file + "#/properties/" + field.key()));
      if (names.contains(field.key())) {
        required.add(field);
      }
    }
  }

  /** The fields that are missing or have a value that the schema refuses. */
  Set<ProviderField> refused(JsonObject body) {
    Set<ProviderField> refused = EnumSet.noneOf(ProviderField.class);
    for (ProviderField field : ProviderField.values()) {
      boolean fits =
          body.containsKey(field.key())
              ? fields.get(field).validate(body.getValue(field.key())).getValid()
              : !required.contains(field);
      if (!fits) {
        refused.add(field);
      }
    }
    return refused;
  }

  private static SchemaRepository repository() {
    JsonSchemaOptions options =
        new JsonSchemaOptions()
            .setDraft(Draft.DRAFT202012)
            .setBaseUri("app://schema/")
            .setOutputFormat(OutputFormat.Flag);
    return SchemaRepository.create(options, new RequestFormats());
  }

  private static JsonObject load(String file) {
    try (InputStream in = RequestSchema.class.getResourceAsStream("/schema/" + file)) {
      return new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
