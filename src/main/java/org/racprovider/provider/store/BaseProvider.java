package org.racprovider.provider.store;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.UUID;
import org.racprovider.provider.ProviderType;

/**
 * The representation that providers of every type have (contract 4.4).
 *
 * @param authenticationFlow may be null
 * @param authorizationFlow null only if the provider was not created through the API
 * @param propertyMappings in their order
 */
record BaseProvider(
    int pk,
    ProviderType type,
    String name,
    UUID authenticationFlow,
    UUID authorizationFlow,
    List<UUID> propertyMappings,
    Assignment assignment) {

  /** The applications that a provider is assigned to; null if there is none. */
  record Assignment(
      String applicationSlug,
      String applicationName,
      String backchannelApplicationSlug,
      String backchannelApplicationName) {

    static final Assignment NONE = new Assignment(null, null, null, null);

    static Assignment of(Row row) {
      return new Assignment(
          row.getString("application_slug"),
          row.getString("application_name"),
          row.getString("backchannel_application_slug"),
          row.getString("backchannel_application_name"));
    }
  }

  /** Reads a row of {@code provider_representation}. */
  static BaseProvider of(Row row) {
    return new BaseProvider(
        row.getInteger("pk"),
        ProviderType.of(row.getString("type")),
        row.getString("name"),
        row.getUUID("authentication_flow"),
        row.getUUID("authorization_flow"),
        List.of(row.getArrayOfUUIDs("property_mappings")),
        Assignment.of(row));
  }

  JsonObject toJson() {
    JsonObject json =
        new JsonObject()
            .put("pk", pk)
            .put("name", name)
            .put("authentication_flow", string(authenticationFlow))
            .put("authorization_flow", string(authorizationFlow))
            .putNull("invalidation_flow")
            .put("property_mappings", strings(propertyMappings));
    addEnriched(json);
    return json;
  }

  /** Adds the keys from {@code component} to {@code meta_model_name}. */
  void addEnriched(JsonObject json) {
    json.put("component", type.component())
        .put("assigned_application_slug", assignment.applicationSlug())
        .put("assigned_application_name", assignment.applicationName())
        .put("assigned_backchannel_application_slug", assignment.backchannelApplicationSlug())
        .put("assigned_backchannel_application_name", assignment.backchannelApplicationName())
        .put("verbose_name", type.verboseName())
        .put("verbose_name_plural", type.verboseNamePlural())
        .put("meta_model_name", type.model());
  }

  static String string(UUID uuid) {
    return uuid == null ? null : uuid.toString();
  }

  static JsonArray strings(List<UUID> uuids) {
    JsonArray strings = new JsonArray();
    uuids.forEach(uuid -> strings.add(uuid.toString()));
    return strings;
  }
}
