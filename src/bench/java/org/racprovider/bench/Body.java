package org.racprovider.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The request that everything is measured with: two mappings and settings. */
record Body(String flow, List<String> mappings) {

  static final String SETTINGS =
      "{\"hostname\": \"vm-17.example\", \"port\": \"3389\", \"ignore-cert\": \"true\","
          + " \"resize-method\": \"display-update\", \"enable-wallpaper\": \"false\"}";

  /**
   * The body in JSON.
   *
   * @param name the provider's, or what the load generator replaces
   */
  String with(String name) {
    return new JsonObject()
        .put("name", name)
        .put("authorization_flow", flow)
        .put("property_mappings", new JsonArray(mappings))
        .put("settings", new JsonObject(SETTINGS))
        .encode();
  }
}
