package org.racprovider.reference;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.racprovider.start.ExitCode;
import org.racprovider.start.StartFailure;

/**
 * Flows, property mappings, providers, applications, outposts and endpoints, in the form of {@code
 * schema/reference-data.json}. {@code conf/reference-data.example.json} is an example.
 *
 * <p>The form is valid, and absent fields have their defaults. Only the database can check whether
 * the referenced rows exist.
 */
public final class ReferenceData {

  private static final ReferenceSchema FILE_SCHEMA = ReferenceSchema.ofFile();

  /** A file of another kind would cause thousands of problems. */
  private static final int MAX_PROBLEMS = 20;

  private final Map<Section, JsonArray> rows = new EnumMap<>(Section.class);
  private final OptionalInt firstFreeProviderPk;

  private ReferenceData(JsonObject file) {
    List<String> problems = new ArrayList<>(FILE_SCHEMA.problems("", withoutRows(file)));
    for (Section section : Section.values()) {
      if (file.getValue(section.key()) instanceof JsonArray list) {
        rows.put(section, normalise(section, list, problems));
      }
    }
    if (!problems.isEmpty()) {
      throw new StartFailure(
          ExitCode.BAD_REFERENCE_DATA, problems.stream().limit(MAX_PROBLEMS).toList());
    }
    Integer first = file.getInteger("first_free_provider_pk");
    firstFreeProviderPk = first == null ? OptionalInt.empty() : OptionalInt.of(first);
  }

  private static JsonObject withoutRows(JsonObject file) {
    JsonObject copy = new JsonObject();
    file.forEach(
        entry -> {
          boolean list = entry.getValue() instanceof JsonArray;
          copy.put(entry.getKey(), list ? new JsonArray() : entry.getValue());
        });
    return copy;
  }

  /** Stops at the maximum of problems: each row is validated on its own. */
  private static JsonArray normalise(Section section, JsonArray list, List<String> problems) {
    JsonArray normalised = new JsonArray();
    Map<Object, String> pks = new HashMap<>();
    for (int i = 0; i < list.size() && problems.size() < MAX_PROBLEMS; i++) {
      String location = "%s[%d]".formatted(section.key(), i);
      Object row = list.getValue(i);
      if (row instanceof JsonObject object) {
        row = section.rowSchema().normalise(object);
      }
      problems.addAll(section.rowSchema().problems(location, row));
      if (row instanceof JsonObject object && object.getValue("pk") != null) {
        String first = pks.putIfAbsent(object.getValue("pk"), location);
        if (first != null) {
          problems.add("%s.pk: is the pk of %s too".formatted(location, first));
        }
      }
      normalised.add(row);
    }
    return normalised;
  }

  /** Reads a file; fails with a {@link StartFailure} with the location of each problem. */
  public static Future<ReferenceData> read(Vertx vertx, Path file) {
    return vertx.executeBlocking(() -> parse(content(file)));
  }

  /**
   * Reads the content of a file.
   *
   * @throws StartFailure with the location of each problem
   */
  static ReferenceData parse(String json) {
    Object file;
    try {
      file = Json.decodeValue(json);
    } catch (DecodeException e) {
      throw invalid("not a JSON object" + position(e.getCause()));
    }
    if (file instanceof JsonObject object) {
      return of(object);
    }
    throw invalid("not a JSON object");
  }

  /**
   * Reads a decoded file.
   *
   * @throws StartFailure with the location of each problem
   */
  public static ReferenceData of(JsonObject file) {
    return new ReferenceData(file);
  }

  private static String position(Throwable cause) {
    return cause instanceof JsonProcessingException e && e.getLocation() != null
        ? " (line %d, column %d)"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr())
        : "";
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw invalid("cannot read " + file + " as UTF-8 text");
    }
  }

  private static StartFailure invalid(String problem) {
    return new StartFailure(ExitCode.BAD_REFERENCE_DATA, problem);
  }

  /** The rows of a section, with all fields. */
  JsonArray rows(Section section) {
    return rows.getOrDefault(section, new JsonArray());
  }

  OptionalInt firstFreeProviderPk() {
    return firstFreeProviderPk;
  }
}
