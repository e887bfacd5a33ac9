package org.racprovider.config;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * A configuration without problems, and how to show it.
 *
 * @param masked every setting in the form of {@code conf/config.json}, stars in place of secrets
 */
public record CheckedConfig(AppConfig config, JsonObject masked) {

  /** Reads it as {@link AppConfig#load} does. */
  public static Future<CheckedConfig> load(Vertx vertx, Map<String, String> environment) {
    return AppConfig.read(vertx, environment)
        .map(values -> new CheckedConfig(AppConfig.of(values), values.masked()));
  }
}
