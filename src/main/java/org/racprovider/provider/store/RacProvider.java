package org.racprovider.provider.store;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.List;

/**
 * A stored RAC provider with what is assigned to it: the enriched representation (contract 2.1).
 *
 * @param outposts the string form of each, {@code Outpost <name>}
 */
public record RacProvider(
    BaseProvider base,
    JsonObject settings,
    List<String> outposts,
    String connectionExpiry,
    boolean deleteTokenOnDisconnect) {

  /** Reads a row of {@code provider_representation}. */
  public static RacProvider of(Row row) {
    return new RacProvider(
        BaseProvider.of(row),
        row.getJsonObject("settings"),
        List.of(row.getArrayOfStrings("outposts")),
        row.getString("connection_expiry"),
        row.getBoolean("delete_token_on_disconnect"));
  }

  /** A provider that was created just now: no application and no outpost can refer to it yet. */
  public static RacProvider of(int pk, NewProvider created) {
    BaseProvider base =
        new BaseProvider(
            pk,
            ProviderType.RAC,
            created.name(),
            created.authenticationFlow(),
            created.authorizationFlow(),
            created.propertyMappings(),
            ApplicationAssignment.NONE);
    return new RacProvider(
        base,
        created.settings(),
        List.of(),
        created.connectionExpiry(),
        created.deleteTokenOnDisconnect());
  }

  /** The 17 keys, in the order of the contract. */
  public JsonObject toJson() {
    JsonObject json =
        new JsonObject()
            .put("pk", base.pk())
            .put("name", base.name())
            .put("authentication_flow", BaseProvider.text(base.authenticationFlow()))
            .put("authorization_flow", BaseProvider.text(base.authorizationFlow()))
            .put("property_mappings", BaseProvider.texts(base.propertyMappings()));
    base.addEnriched(json);
    return json.put("settings", settings)
        .put("outpost_set", new JsonArray(outposts))
        .put("connection_expiry", connectionExpiry)
        .put("delete_token_on_disconnect", deleteTokenOnDisconnect);
  }
}
