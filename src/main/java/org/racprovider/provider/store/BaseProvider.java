package org.racprovider.provider.store;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.UUID;

/**
 * What providers of every type have in common (contract 4.4).
 *
 * @param authenticationFlow may be null
 * @param authorizationFlow null only where the provider was not made through the API
 * @param propertyMappings in their order
 */
public record BaseProvider(
    int pk,
    ProviderType type,
    String name,
    UUID authenticationFlow,
    UUID authorizationFlow,
    List<UUID> propertyMappings,
    ApplicationAssignment assigned) {

  /** Reads a row of {@code provider_representation}. */
  public static BaseProvider of(Row row) {
    return new BaseProvider(
        row.getInteger("pk"),
        ProviderType.of(row.getString("type")),
        row.getString("name"),
        row.getUUID("authentication_flow"),
        row.getUUID("authorization_flow"),
        List.of(row.getArrayOfUUIDs("property_mappings")),
        ApplicationAssignment.of(row));
  }

  public JsonObject toJson() {
    JsonObject json =
        new JsonObject()
            .put("pk", pk)
            .put("name", name)
            .put("authentication_flow", text(authenticationFlow))
            .put("authorization_flow", text(authorizationFlow))
            .putNull("invalidation_flow")
            .put("property_mappings", texts(propertyMappings));
    addEnriched(json);
    return json;
  }

  /** Adds the keys from {@code component} to {@code meta_model_name}. */
  void addEnriched(JsonObject json) {
    json.put("component", type.component());
    assigned.addTo(json);
    json.put("verbose_name", type.verboseName())
        .put("verbose_name_plural", type.verboseNamePlural())
        .put("meta_model_name", type.model());
  }

  static String text(UUID uuid) {
    return uuid == null ? null : uuid.toString();
  }

  static JsonArray texts(List<UUID> uuids) {
    JsonArray texts = new JsonArray();
    uuids.forEach(uuid -> texts.add(uuid.toString()));
    return texts;
  }
}
