package org.racprovider.provider.store;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.List;
import org.racprovider.provider.ProviderType;

/**
 * The representation of a RAC provider, with its applications and outposts (contract 2.1).
 *
 * @param outposts the string form of each, {@code Outpost <name>}
 */
record RacProvider(
    BaseProvider base,
    JsonObject settings,
    List<String> outposts,
    String connectionExpiry,
    boolean deleteTokenOnDisconnect) {

  /** Reads a row of {@code provider_representation}. */
  static RacProvider of(Row row) {
    return new RacProvider(
        BaseProvider.of(row),
        row.getJsonObject("settings"),
        List.of(row.getArrayOfStrings("outposts")),
        row.getString("connection_expiry"),
        row.getBoolean("delete_token_on_disconnect"));
  }

  /** A new provider, which no application and no outpost refers to yet. */
  static RacProvider of(int pk, NewProvider created) {
    BaseProvider base =
        new BaseProvider(
            pk,
            ProviderType.RAC,
            created.name(),
            created.authenticationFlow(),
            created.authorizationFlow(),
            created.propertyMappings(),
            BaseProvider.Assignment.NONE);
    return new RacProvider(
        base,
        created.settings(),
        List.of(),
        created.connectionExpiry(),
        created.deleteTokenOnDisconnect());
  }

  /** The 17 keys, in the order of the contract. */
  JsonObject toJson() {
    JsonObject json =
        new JsonObject()
            .put("pk", base.pk())
            .put("name", base.name())
            .put("authentication_flow", BaseProvider.string(base.authenticationFlow()))
            .put("authorization_flow", BaseProvider.string(base.authorizationFlow()))
            .put("property_mappings", BaseProvider.strings(base.propertyMappings()));
    base.addEnriched(json);
    return json.put("settings", settings)
        .put("outpost_set", new JsonArray(outposts))
        .put("connection_expiry", connectionExpiry)
        .put("delete_token_on_disconnect", deleteTokenOnDisconnect);
  }
}
