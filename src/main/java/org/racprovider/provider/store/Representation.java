package org.racprovider.provider.store;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.racprovider.provider.ProviderScope;
import org.racprovider.provider.ProviderType;

/**
 * The JSON of a stored provider: 17 keys for a RAC provider (contract 2.1), or only the keys that
 * all types share (contract 4.4).
 */
final class Representation {

  private Representation() {}

  /**
   * Reads a row of {@link ProviderColumns}. The settings are text: see {@link
   * org.racprovider.provider.EncodedProvider}.
   */
  static JsonObject of(Row row, ProviderScope scope) {
    return scope == ProviderScope.RAC ? ofRac(row) : ofAnyType(row);
  }

  /** A RAC provider without a pk yet, and without applications and outposts. Its pk is 0. */
  static JsonObject ofNew(NewProvider provider) {
    JsonObject json =
        start(0, provider.name(), provider.authenticationFlow(), provider.authorizationFlow())
            .put("property_mappings", strings(provider.propertyMappings()));
    putType(json, ProviderType.RAC, column -> null);
    return json.put("settings", provider.settings())
        .put("outpost_set", new JsonArray())
        .put("connection_expiry", provider.connectionExpiry())
        .put("delete_token_on_disconnect", provider.deleteTokenOnDisconnect());
  }

  private static JsonObject ofRac(Row row) {
    JsonObject json = start(row).put("property_mappings", mappings(row));
    putType(json, ProviderType.RAC, row::getString);
    return json.put("settings", row.getBuffer("settings"))
        .put("outpost_set", new JsonArray(List.of(row.getArrayOfStrings("outposts"))))
        .put("connection_expiry", row.getString("connection_expiry"))
        .put("delete_token_on_disconnect", row.getBoolean("delete_token_on_disconnect"));
  }

  private static JsonObject ofAnyType(Row row) {
    JsonObject json =
        start(row).putNull("invalidation_flow").put("property_mappings", mappings(row));
    putType(json, ProviderType.of(row.getString("type")), row::getString);
    return json;
  }

  private static JsonObject start(Row row) {
    return start(
        row.getInteger("pk"),
        row.getString("name"),
        row.getUUID("authentication_flow"),
        row.getUUID("authorization_flow"));
  }

  private static JsonObject start(
      int pk, String name, UUID authenticationFlow, UUID authorizationFlow) {
    return new JsonObject()
        .put("pk", pk)
        .put("name", name)
        .put("authentication_flow", string(authenticationFlow))
        .put("authorization_flow", string(authorizationFlow));
  }

  /** Adds the keys from {@code component} to {@code meta_model_name}. */
  private static void putType(JsonObject json, ProviderType type, UnaryOperator<String> columns) {
    json.put("component", type.component())
        .put("assigned_application_slug", columns.apply("application_slug"))
        .put("assigned_application_name", columns.apply("application_name"))
        .put("assigned_backchannel_application_slug", columns.apply("backchannel_application_slug"))
        .put("assigned_backchannel_application_name", columns.apply("backchannel_application_name"))
        .put("verbose_name", type.verboseName())
        .put("verbose_name_plural", type.verboseNamePlural())
        .put("meta_model_name", type.model());
  }

  private static JsonArray mappings(Row row) {
    return strings(List.of(row.getArrayOfUUIDs("property_mappings")));
  }

  private static String string(UUID uuid) {
    return uuid == null ? null : uuid.toString();
  }

  private static JsonArray strings(List<UUID> uuids) {
    JsonArray strings = new JsonArray();
    uuids.forEach(uuid -> strings.add(uuid.toString()));
    return strings;
  }
}
