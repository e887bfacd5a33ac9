package org.racprovider.provider.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.racprovider.auth.Caller;
import org.racprovider.auth.Permission;

/** Who may see which object that refers to a provider (contract 4.3). */
final class UsedBy {

  private static final Map<String, Permission> REQUIRED =
      Map.of(
          "endpoint", Permission.VIEW_ENDPOINT,
          "outpost", Permission.VIEW_OUTPOST,
          "propertymapping", Permission.VIEW_PROPERTY_MAPPING);

  private UsedBy() {}

  static JsonArray visible(JsonArray users, Caller caller) {
    JsonArray visible = new JsonArray();
    for (Object user : users) {
      if (caller.may(REQUIRED.get(((JsonObject) user).getString("model_name")))) {
        visible.add(user);
      }
    }
    return visible;
  }
}
