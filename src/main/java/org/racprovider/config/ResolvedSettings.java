package org.racprovider.config;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values of all settings. A setting whose raw value is invalid has none. */
final class ResolvedSettings {

  private final Map<Setting, Optional<?>> values = new EnumMap<>(Setting.class);

  /**
   * Reads all settings.
   *
   * @param problems receives one problem for each setting that is invalid
   */
  ResolvedSettings(Map<Setting, RawValue> rawValues, List<String> problems) {
    for (Setting setting : Setting.values()) {
      try {
        values.put(
            setting, read(setting, rawValues.getOrDefault(setting, RawValue.of(null)).read()));
      } catch (IllegalArgumentException e) {
        problems.add("%s (%s): %s".formatted(setting.key(), setting.variable(), e.getMessage()));
      }
    }
  }

  private static Optional<?> read(Setting setting, String value) {
    if (setting.is(Setting.Trait.OPTIONAL) && (value == null || value.isEmpty())) {
      return Optional.empty();
    }
    if (value == null) {
      throw new IllegalArgumentException("must be set");
    }
    return Optional.of(parse(setting, value));
  }

  private static Object parse(Setting setting, String value) {
    try {
      return setting.type().parse(value);
    } catch (IllegalArgumentException e) {
      throw setting.is(Setting.Trait.SECRET)
          ? e
          : new IllegalArgumentException(e.getMessage() + ", not \"" + value + "\"");
    }
  }

  /** Whether the setting is valid and unset. */
  boolean isUnset(Setting setting) {
    return values.containsKey(setting) && values.get(setting).isEmpty();
  }

  /** Every setting in the form of the configuration file, with stars for secrets. */
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
    group.put(path[path.length - 1], value.map(present -> masked(setting, present)).orElse(null));
  }

  private static Object masked(Setting setting, Object value) {
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

  /** Whether the setting is valid and true. */
  boolean isTrue(Setting setting) {
    return get(setting, Boolean.class).orElse(false);
  }

  String string(Setting setting) {
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

  Optional<String> optionalString(Setting setting) {
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
