package org.racprovider.page;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The OpenAPI document on the class path. It validates responses. */
final class ApiDescription {

  private static final JsonSchemaOptions OPTIONS =
      new JsonSchemaOptions()
          .setDraft(Draft.DRAFT202012)
          .setBaseUri("app://openapi/")
          .setOutputFormat(OutputFormat.Basic);

  private final JsonObject document;
  private final SchemaRepository schemas = SchemaRepository.create(OPTIONS);

  private ApiDescription(JsonObject document) {
    this.document = document;
    JsonObject strict = document.getJsonObject("components").copy();
    forbidOtherMembers(strict);
    schemas.dereference("openapi", JsonSchema.of(document.copy().put("components", strict)));
  }

  static ApiDescription load() {
    try (InputStream in = ApiDescription.class.getResourceAsStream("/openapi/openapi.yaml")) {
      String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Object loaded = new Load(LoadSettings.builder().build()).loadFromString(yaml);
      return new ApiDescription(new JsonObject(Json.encode(loaded)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonObject json() {
    return document;
  }

  JsonObject schema(String name) {
    return (JsonObject) at("/components/schemas/" + name);
  }

  /**
   * Validates the body of a response by the schema of its status, which this or another method of
   * the same path declares.
   */
  OutputUnit validate(String path, String method, int status, Object body) {
    String schema =
        Stream.concat(Stream.of(method.toLowerCase()), Stream.of("get", "post", "put"))
            .map(each -> "/paths/" + escaped(template(path)) + "/" + each + "/responses/" + status)
            .filter(pointer -> at(pointer) != null)
            .findFirst()
            .orElseThrow(() -> new AssertionError(method + " " + path + " declares no " + status));
    return schemas
        .validator("openapi#" + resolved(schema) + "/content/application~1json/schema")
        .validate(body);
  }

  private String template(String path) {
    return document.getJsonObject("paths").fieldNames().stream()
        .filter(each -> path.matches(each.replaceAll("\\{[a-z]+}", "[^/]+")))
        .min(Comparator.comparing(each -> each.contains("{")))
        .orElseThrow(() -> new AssertionError("not described: " + path));
  }

  /** Resolves a response that is declared by reference. */
  private String resolved(String pointer) {
    return Optional.ofNullable(((JsonObject) at(pointer)).getString("$ref"))
        .map(reference -> reference.substring(1))
        .orElse(pointer);
  }

  private Object at(String pointer) {
    return JsonPointer.from(pointer).queryJson(document);
  }

  private static String escaped(String path) {
    return path.replace("/", "~1");
  }

  /** Forbids members that the document does not declare. */
  private static void forbidOtherMembers(Object json) {
    if (json instanceof JsonArray array) {
      array.forEach(ApiDescription::forbidOtherMembers);
    } else if (json instanceof JsonObject object) {
      object.forEach(member -> forbidOtherMembers(member.getValue()));
      if (object.containsKey("properties") && !object.containsKey("additionalProperties")) {
        object.put("additionalProperties", false);
      }
    }
  }
}
