package org.racprovider.config;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings' values, read from their texts. Ask for them only when there is no problem. */
final class ResolvedSettings {

  private final Map<Setting, Optional<?>> values = new EnumMap<>(Setting.class);

  /** What cannot be read is added to {@code problems}, at most once a setting. */
  ResolvedSettings(Map<Setting, RawValue> texts, List<String> problems) {
    for (Setting setting : Setting.values()) {
      try {
        values.put(setting, read(setting, texts.getOrDefault(setting, RawValue.of(null)).read()));
      } catch (IllegalArgumentException e) {
        problems.add("%s (%s): %s".formatted(setting.key(), setting.variable(), e.getMessage()));
      }
    }
  }

  private static Optional<?> read(Setting setting, String text) {
    if (setting.is(Setting.Trait.OPTIONAL) && (text == null || text.isEmpty())) {
      return Optional.empty();
    }
    if (text == null) {
      throw new IllegalArgumentException("must be set");
    }
    return Optional.of(parse(setting, text));
  }

  private static Object parse(Setting setting, String text) {
    try {
      return setting.kind().parse(text);
    } catch (IllegalArgumentException e) {
      throw setting.is(Setting.Trait.SECRET)
          ? e
          : new IllegalArgumentException(e.getMessage() + ", not \"" + text + "\"");
    }
  }

  /** Whether the setting was read and found to be unset. */
  boolean isUnset(Setting setting) {
    return values.containsKey(setting) && values.get(setting).isEmpty();
  }

  /** Every setting as the configuration file has it; in place of a secret stars. */
  JsonObject masked() {
    JsonObject file = new JsonObject();
    values.forEach((setting, value) -> put(file, setting, value));
    return file;
  }

  private static void put(JsonObject file, Setting setting, Optional<?> value) {
    String[] path = setting.key().split("\\.");
    JsonObject group = file;
    for (String name : List.of(path).subList(0, path.length - 1)) {
      group.getMap().putIfAbsent(name, new JsonObject());
      group = group.getJsonObject(name);
    }
    group.put(path[path.length - 1], value.map(known -> shown(setting, known)).orElse(null));
  }

  private static Object shown(Setting setting, Object value) {
    if (value instanceof JwksSource jwks) {
      return jwks.toString();
    }
    if (setting.is(Setting.Trait.SECRET)) {
      return "***";
    }
    if (value instanceof Duration duration) {
      return duration.toSeconds();
    }
    return value instanceof Path path ? path.toString() : value;
  }

  /** Whether the setting was read and found to be true. */
  boolean isTrue(Setting setting) {
    return get(setting, Boolean.class).orElse(false);
  }

  String text(Setting setting) {
    return get(setting, String.class).orElseThrow();
  }

  int integer(Setting setting) {
    return get(setting, Integer.class).orElseThrow();
  }

  boolean bool(Setting setting) {
    return get(setting, Boolean.class).orElseThrow();
  }

  Duration duration(Setting setting) {
    return get(setting, Duration.class).orElseThrow();
  }

  Optional<String> optionalText(Setting setting) {
    return get(setting, String.class);
  }

  Optional<Path> optionalPath(Setting setting) {
    return get(setting, Path.class);
  }

  Optional<JwksSource> optionalJwks(Setting setting) {
    return get(setting, JwksSource.class);
  }

  private <T> Optional<T> get(Setting setting, Class<T> type) {
    return values.getOrDefault(setting, Optional.empty()).map(type::cast);
  }
}
