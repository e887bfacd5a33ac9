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

/** The OpenAPI document of the class path, for holding answers against it. */
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
    forbidMore(strict);
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
   * What is wrong with an answer by the schema of its status; a status that a method lacks may be
   * declared by another of the same path.
   */
  OutputUnit validate(String path, String method, int status, Object body) {
    String schema =
        Stream.concat(Stream.of(method.toLowerCase()), Stream.of("get", "post", "put"))
            .map(each -> "/paths/" + escaped(template(path)) + "/" + each + "/responses/" + status)
            .filter(pointer -> at(pointer) != null)
            .findFirst()
            .orElseThrow(() -> new AssertionError(method + " " + path + " declares no " + status));
    return schemas
        .validator("openapi#" + followed(schema) + "/content/application~1json/schema")
        .validate(body);
  }

  private String template(String path) {
    return document.getJsonObject("paths").fieldNames().stream()
        .filter(each -> path.matches(each.replaceAll("\\{[a-z]+}", "[^/]+")))
        .min(Comparator.comparing(each -> each.contains("{")))
        .orElseThrow(() -> new AssertionError("not described: " + path));
  }

  /** Where a response stands that may be given by reference. */
  private String followed(String pointer) {
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

  /** So that a member which the document does not know is an error. */
  private static void forbidMore(Object json) {
    if (json instanceof JsonArray array) {
      array.forEach(ApiDescription::forbidMore);
    } else if (json instanceof JsonObject object) {
      object.forEach(member -> forbidMore(member.getValue()));
      if (object.containsKey("properties") && !object.containsKey("additionalProperties")) {
        object.put("additionalProperties", false);
      }
    }
  }
}
