package org.racprovider.bus;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonFormatValidator;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The JSON Schema of an object: the required members, and the valid values of each member. Members
 * that the schema does not name are ignored.
 *
 * <p>Each member is validated by its own part of the schema. One pass finds all invalid members and
 * costs half as much as the validation of the whole object. Each validator stops at its first
 * error: the library's list of all errors has two entries for every invalid array item, and a large
 * array would block the event loop.
 */
public final class CommandSchema {

  private static final String BASE_URI = "app://schema/";

  private final Map<String, Validator> members = new LinkedHashMap<>();
  private final Set<String> required = new LinkedHashSet<>();

  private CommandSchema(String location, JsonFormatValidator formats) {
    String file = location.substring(0, location.indexOf('#'));
    JsonObject document = read(file);
    JsonObject schema = (JsonObject) JsonPointer.fromURI(URI.create(location)).queryJson(document);
    SchemaRepository repository =
        SchemaRepository.create(
                new JsonSchemaOptions()
                    .setDraft(Draft.DRAFT202012)
                    .setBaseUri(BASE_URI)
                    .setOutputFormat(OutputFormat.Flag),
                formats)
            .dereference(file, JsonSchema.of(document));
    schema
        .getJsonObject("properties")
        .fieldNames()
        .forEach(key -> members.put(key, repository.validator(location + "/properties/" + key)));
    schema.getJsonArray("required", new JsonArray()).forEach(key -> required.add((String) key));
  }

  /**
   * Reads a schema from the class path.
   *
   * @param location a file in {@code /schema} and a JSON pointer: {@code commands.json#/$defs/list}
   */
  public static CommandSchema load(String location) {
    return load(location, (type, format, value) -> null);
  }

  /** Reads a schema that uses formats of its own. */
  public static CommandSchema load(String location, JsonFormatValidator formats) {
    return new CommandSchema(location, formats);
  }

  /** The members that are missing or invalid, in the order of the schema. */
  public Set<String> invalidMembers(JsonObject object) {
    Set<String> invalid = new LinkedHashSet<>();
    members.forEach(
        (key, validator) -> {
          boolean valid =
              object.containsKey(key)
                  ? validator.validate(object.getValue(key)).getValid()
                  : !required.contains(key);
          if (!valid) {
            invalid.add(key);
          }
        });
    return invalid;
  }

  /**
   * Accepts the body of a command only if it is valid.
   *
   * @throws Failure INVALID with a detail that names the first invalid member
   */
  public void requireValid(JsonObject body) {
    for (String key : invalidMembers(body)) {
      throw Failure.of(Failure.Kind.INVALID, "The command needs a correct \"%s\".".formatted(key));
    }
  }

  private static JsonObject read(String file) {
    try (InputStream in = CommandSchema.class.getResourceAsStream("/schema/" + file)) {
      return new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
