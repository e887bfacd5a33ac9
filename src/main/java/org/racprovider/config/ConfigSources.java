package org.racprovider.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Collects the raw values of the settings. A source that is added later overrides earlier ones. */
final class ConfigSources {

  private static final Set<String> OTHER_VARIABLES =
      Set.of("RAC_CONFIG", "RAC_LOG_FORMAT", "RAC_LOG_LEVEL");

  private final Map<Setting, RawValue> rawValues = new EnumMap<>(Setting.class);
  private final List<String> problems;

  /**
   * @param problems receives a problem for each file and key that is not valid
   */
  ConfigSources(List<String> problems) {
    this.problems = problems;
  }

  Map<Setting, RawValue> rawValues() {
    return rawValues;
  }

  void addDefaults() {
    addObject(defaults(), "");
  }

  /** The packaged {@code conf/config.json}. */
  static JsonObject defaults() {
    try (InputStream in = ConfigSources.class.getResourceAsStream("/config.json")) {
      return new JsonObject(Buffer.buffer(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Adds the settings of a JSON file.
   *
   * @param path the file; nothing is added where it is empty
   */
  void addFile(String path) {
    if (path.isEmpty()) {
      return;
    }
    try {
      addObject(readObject(Path.of(path)), "");
    } catch (IOException | InvalidPathException | DecodeException e) {
      problems.add("RAC_CONFIG: %s %s".formatted(path, reason(e)));
    }
  }

  private static JsonObject readObject(Path file) throws IOException {
    if (Json.decodeValue(Buffer.buffer(Files.readAllBytes(file))) instanceof JsonObject object) {
      return object;
    }
    throw new DecodeException("not an object");
  }

  /** Names the position of a syntax error. The parser's own message could quote a secret. */
  private static String reason(Exception failure) {
    return failure.getCause() instanceof JsonProcessingException e && e.getLocation() != null
        ? "is not valid JSON at line %d, column %d"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr())
        : "cannot be read as a JSON object";
  }

  private void addObject(JsonObject object, String prefix) {
    for (String name : object.fieldNames()) {
      add(prefix + name, object.getValue(name));
    }
  }

  private void add(String key, Object value) {
    Setting.ofKey(key)
        .ifPresentOrElse(
            setting ->
                rawValues.put(setting, RawValue.ofJson(value, setting.is(Setting.Trait.NESTED))),
            () -> addGroup(key, value));
  }

  private void addGroup(String key, Object value) {
    if (!Setting.isGroup(key)) {
      problems.add(key + ": unknown key");
    } else if (value instanceof JsonObject group) {
      addObject(group, key + ".");
    } else {
      problems.add(key + ": must be an object");
    }
  }

  void addEnvironment(Map<String, String> variables) {
    for (Setting setting : Setting.values()) {
      String value = variables.get(setting.variable());
      if (value != null) {
        rawValues.put(setting, RawValue.of(value));
      }
      String file = variables.getOrDefault(setting.fileVariable(), "");
      if (setting.is(Setting.Trait.SECRET) && !file.isEmpty()) {
        rawValues.put(setting, fromFile(setting, value, file));
      }
    }
  }

  private static RawValue fromFile(Setting setting, String value, String file) {
    return value == null || value.isEmpty()
        ? RawValue.ofFile(file)
        : RawValue.invalid(
            "set " + setting.variable() + " or " + setting.fileVariable() + ", not both");
  }

  /**
   * The variables that begin with {@code RAC_} and that the server does not know. They may be
   * typing errors, and Kubernetes injects such variables for a service of this name.
   */
  static List<String> unknownVariables(Map<String, String> variables) {
    Set<String> known =
        Arrays.stream(Setting.values())
            .flatMap(ConfigSources::variables)
            .collect(Collectors.toSet());
    known.addAll(OTHER_VARIABLES);
    return variables.keySet().stream()
        .filter(name -> name.startsWith("RAC_") && !known.contains(name))
        .sorted()
        .toList();
  }

  private static Stream<String> variables(Setting setting) {
    return setting.is(Setting.Trait.SECRET)
        ? Stream.of(setting.variable(), setting.fileVariable())
        : Stream.of(setting.variable());
  }
}
