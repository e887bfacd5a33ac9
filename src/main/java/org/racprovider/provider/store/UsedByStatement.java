package org.racprovider.provider.store;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import org.racprovider.db.DatabaseClient;
import org.racprovider.provider.ProviderScope;

/** Reads the objects that refer to a provider (contract 4.3). */
final class UsedByStatement {

  /** The first row is the provider itself, so that an unknown provider has no row. */
  private static final String SQL =
      """
      SELECT type, NULL AS app, NULL AS model_name, NULL AS pk, NULL AS name, NULL AS action
      FROM provider WHERE pk = $1
      UNION ALL
      SELECT NULL, 'authentik_providers_rac', 'endpoint', endpoint.pk::text,
             'RAC Endpoint ' || endpoint.name, 'cascade'
      FROM endpoint WHERE endpoint.provider = $1
      UNION ALL
      SELECT NULL, 'authentik_outposts', 'outpost', outpost.pk::text,
             'Outpost ' || outpost.name, 'cascade_many'
      FROM outpost_provider JOIN outpost ON outpost.pk = outpost_provider.outpost
      WHERE outpost_provider.provider = $1
      UNION ALL
      SELECT NULL, 'authentik_core', 'propertymapping', property_mapping.pk::text,
             'Property Mapping ' || property_mapping.name, 'cascade_many'
      FROM provider JOIN property_mapping ON property_mapping.pk = ANY (provider.property_mappings)
      WHERE provider.pk = $1
      ORDER BY type, app, model_name, name
      """;

  private final DatabaseClient database;

  UsedByStatement(DatabaseClient database) {
    this.database = database;
  }

  Future<JsonArray> execute(String subject, int pk, ProviderScope scope) {
    return database.execute(subject, SQL, Tuple.of(pk)).map(rows -> references(rows, scope));
  }

  private static JsonArray references(RowSet<Row> rows, ProviderScope scope) {
    var iterator = rows.iterator();
    ProviderRow.only(iterator, scope);
    JsonArray references = new JsonArray();
    iterator.forEachRemaining(row -> references.add(reference(row)));
    return references;
  }

  private static JsonObject reference(Row row) {
    return new JsonObject()
        .put("app", row.getString("app"))
        .put("model_name", row.getString("model_name"))
        .put("pk", row.getString("pk"))
        .put("name", row.getString("name"))
        .put("action", row.getString("action"));
  }
}
