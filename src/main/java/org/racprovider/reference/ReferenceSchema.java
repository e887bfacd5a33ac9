package org.racprovider.reference;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.racprovider.json.StorableJson;

/**
 * The JSON Schema of a file of reference data, or of one row in it. It is part of {@code
 * schema/reference-data.json}, where the title of a value completes the sentence "must be …".
 */
final class ReferenceSchema {

  private static final String FILE_NAME = "reference-data.json";
  private static final JsonObject FILE_SCHEMA = load();
  private static final SchemaRepository REPOSITORY = repository();
  private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** The library repeats errors under the first three, and names keys only in its messages. */
  private static final Set<String> IGNORED_KEYWORDS =
      Set.of("properties", "items", "$ref", "required", "additionalProperties");

  private final JsonObject schema;
  private final JsonObject properties;
  private final Validator validator;

  private ReferenceSchema(JsonObject schema, String reference) {
    this.schema = schema;
    this.properties = schema.getJsonObject("properties");
    this.validator = REPOSITORY.validator(reference);
  }

  static ReferenceSchema ofFile() {
    return new ReferenceSchema(FILE_SCHEMA, FILE_NAME);
  }

  /** The schema of a row, which has a definition in the schema of the file. */
  static ReferenceSchema ofRow(String definition) {
    String reference = "#/$defs/" + definition;
    return new ReferenceSchema(definition(reference), FILE_NAME + reference);
  }

  Set<String> fieldNames() {
    return properties.fieldNames();
  }

  /** A copy of the object with defaults for absent fields, and with its UUIDs in lower case. */
  JsonObject normalise(JsonObject object) {
    JsonObject normalised = new JsonObject().mergeIn(object);
    for (String name : fieldNames()) {
      JsonObject property = properties.getJsonObject(name);
      if (object.containsKey(name)) {
        normalised.put(name, lowerCaseUuids(property, object.getValue(name)));
      } else if (property.containsKey("default")) {
        normalised.put(name, property.getValue("default"));
      }
    }
    return normalised;
  }

  /**
   * All problems of a value, such as {@code providers[3].name: is missing}.
   *
   * @param location of the value, such as {@code providers[3]}; empty for the file itself
   */
  List<String> problems(String location, Object value) {
    OutputUnit result = validator.validate(value);
    if (result.getValid()) {
      return List.of();
    }
    String prefix = location.isEmpty() ? "" : location + ".";
    Stream<String> keys = value instanceof JsonObject object ? keyProblems(object) : Stream.of();
    Stream<String> values =
        result.getErrors().stream().flatMap(unit -> valueProblems(unit, location, prefix, value));
    return Stream.concat(keys.map(prefix::concat), values).distinct().toList();
  }

  private Stream<String> keyProblems(JsonObject object) {
    Stream<String> missing =
        schema.getJsonArray("required", new JsonArray()).stream()
            .map(String.class::cast)
            .filter(name -> !object.containsKey(name))
            .map(name -> name + ": is missing");
    Stream<String> unknown =
        object.fieldNames().stream()
            .filter(name -> !properties.containsKey(name))
            .map(name -> name + ": unknown key");
    return Stream.concat(missing, unknown);
  }

  private Stream<String> valueProblems(
      OutputUnit unit, String location, String prefix, Object value) {
    if (IGNORED_KEYWORDS.contains(lastStep(unit.getKeywordLocation()))) {
      return Stream.of();
    }
    String[] steps = unit.getInstanceLocation().split("/"); // "#", "#/field" or "#/field/index"
    if (steps.length == 1) {
      return Stream.of(problem(location, schema));
    }
    String field = prefix + steps[1];
    JsonObject part = resolve(properties.getJsonObject(steps[1]));
    if (steps.length > 2) {
      return Stream.of(problem(field + "[" + steps[2] + "]", resolve(part.getJsonObject("items"))));
    }
    boolean distinct = "distinct".equals(part.getString("format"));
    return distinct && ((JsonObject) value).getValue(steps[1]) instanceof JsonArray list
        ? repeatedItems(field, list)
        : Stream.of(problem(field, part));
  }

  private static String lastStep(String pointer) {
    return pointer.substring(pointer.lastIndexOf('/') + 1);
  }

  private static String problem(String location, JsonObject part) {
    return location + ": must be " + part.getString("title");
  }

  private static Stream<String> repeatedItems(String location, JsonArray list) {
    Set<Object> seen = new HashSet<>();
    return IntStream.range(0, list.size())
        .filter(i -> !seen.add(list.getValue(i)))
        .mapToObj(i -> "%s[%d]: occurs twice".formatted(location, i));
  }

  private static Object lowerCaseUuids(JsonObject property, Object value) {
    JsonObject part = resolve(property);
    if (value instanceof JsonArray list && part.containsKey("items")) {
      JsonObject items = part.getJsonObject("items");
      return new JsonArray(list.stream().map(item -> lowerCaseUuids(items, item)).toList());
    }
    return value instanceof String string && "uuid".equals(part.getString("format"))
        ? string.toLowerCase(Locale.ROOT)
        : value;
  }

  private static JsonObject resolve(JsonObject part) {
    return part.containsKey("$ref") ? definition(part.getString("$ref")) : part;
  }

  private static JsonObject definition(String reference) {
    return FILE_SCHEMA.getJsonObject("$defs").getJsonObject(reference.replace("#/$defs/", ""));
  }

  private static SchemaRepository repository() {
    JsonSchemaOptions options =
        new JsonSchemaOptions()
            .setDraft(Draft.DRAFT202012)
            .setBaseUri("app://schema/")
            .setOutputFormat(OutputFormat.Basic);
    return SchemaRepository.create(options, ReferenceSchema::checkFormat)
        .dereference(FILE_NAME, JsonSchema.of(load()));
  }

  private static String checkFormat(String instanceType, String format, Object value) {
    return format == null || hasFormat(format, value) ? null : "not of the format " + format;
  }

  private static boolean hasFormat(String format, Object value) {
    return switch (format) {
      case "uuid" -> !(value instanceof String string) || UUID.matcher(string).matches();
      case "int32" -> !(value instanceof Number) || value instanceof Integer;
      case "name" ->
          !(value instanceof String string && string.isBlank())
              && !StorableJson.hasNullCharacter(value);
      case "no-null-characters" -> !StorableJson.hasNullCharacter(value);
      case "distinct" ->
          !(value instanceof JsonArray list) || list.stream().distinct().count() == list.size();
      default -> throw new IllegalStateException("Unknown format " + format);
    };
  }

  private static JsonObject load() {
    try (InputStream in = ReferenceSchema.class.getResourceAsStream("/schema/" + FILE_NAME)) {
      return new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
