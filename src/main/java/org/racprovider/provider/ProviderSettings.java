package org.racprovider.provider;

import io.vertx.core.json.JsonObject;

/** The {@code settings} of a provider, which may hold credentials. */
public final class ProviderSettings {

  private ProviderSettings() {}

  /** Replaces the settings of a representation by an empty object, and returns it. */
  public static JsonObject hide(JsonObject representation) {
    return representation.put("settings", new JsonObject());
  }
}
