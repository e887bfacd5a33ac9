package org.racprovider.config;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Collects the texts of the settings: what is added later hides what was there. */
final class ConfigSources {

  private static final Set<String> OTHER_VARIABLES =
      Set.of("RAC_CONFIG", "RAC_LOG_FORMAT", "RAC_LOG_LEVEL");

  private final Map<Setting, RawValue> texts = new EnumMap<>(Setting.class);
  private final List<String> problems;

  /** Keys that no setting has are added to {@code problems}. */
  ConfigSources(List<String> problems) {
    this.problems = problems;
  }

  Map<Setting, RawValue> texts() {
    return texts;
  }

  void addFile(JsonObject file) {
    addFile(file, "");
  }

  private void addFile(JsonObject object, String prefix) {
    for (String name : object.fieldNames()) {
      add(prefix + name, object.getValue(name));
    }
  }

  private void add(String key, Object value) {
    Setting.ofKey(key)
        .ifPresentOrElse(
            setting -> texts.put(setting, RawValue.ofJson(value, setting.is(Setting.Trait.NESTED))),
            () -> addGroup(key, value));
  }

  private void addGroup(String key, Object value) {
    if (!Setting.isGroup(key)) {
      problems.add(key + ": unknown key");
    } else if (value instanceof JsonObject group) {
      addFile(group, key + ".");
    } else {
      problems.add(key + ": must be an object");
    }
  }

  void addEnvironment(Map<String, String> variables) {
    for (Setting setting : Setting.values()) {
      String text = variables.get(setting.variable());
      if (text != null) {
        texts.put(setting, RawValue.of(text));
      }
      String file = variables.getOrDefault(setting.fileVariable(), "");
      if (setting.is(Setting.Trait.SECRET) && !file.isEmpty()) {
        texts.put(setting, fromFile(setting, text, file));
      }
    }
  }

  private static RawValue fromFile(Setting setting, String text, String file) {
    return text == null || text.isEmpty()
        ? RawValue.ofFile(file)
        : RawValue.refused(
            "set " + setting.variable() + " or " + setting.fileVariable() + ", not both");
  }

  /** The variables that look like ours and are not; Kubernetes injects such. */
  static List<String> unknown(Map<String, String> variables) {
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
