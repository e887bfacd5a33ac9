package org.racprovider.provider.store;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import org.racprovider.db.DatabaseClient;
import org.racprovider.provider.ProviderScope;
import org.racprovider.provider.validation.ProviderField;
import org.racprovider.provider.validation.PythonUuid;

/**
 * Checks the fields that only the database can check. A null field is not checked.
 *
 * @param pk the provider to be changed, which may keep its name; null for a new one
 */
record ReferenceCheck(
    Integer pk,
    String name,
    UUID authenticationFlow,
    UUID authorizationFlow,
    List<UUID> propertyMappings) {

  private static final String SQL =
      """
      SELECT $5::integer IS NULL OR EXISTS (SELECT FROM provider WHERE pk = $5 AND type = 'rac')
                 AS provider_exists,
             EXISTS (SELECT FROM provider
                     WHERE left(name, 200) COLLATE "und-x-icu" = left($1::text, 200)
                       AND md5(name) = md5($1::text)
                       AND pk IS DISTINCT FROM $5) AS name_taken,
             CASE WHEN NOT EXISTS (SELECT FROM flow WHERE pk = $2::uuid) THEN $2::uuid END
                 AS unknown_authentication_flow,
             CASE WHEN NOT EXISTS (SELECT FROM flow WHERE pk = $3::uuid) THEN $3::uuid END
                 AS unknown_authorization_flow,
             (SELECT sent.pk
              FROM unnest($4::uuid[]) WITH ORDINALITY AS sent (pk, ordinal)
              WHERE NOT EXISTS (SELECT FROM property_mapping WHERE property_mapping.pk = sent.pk)
              ORDER BY sent.ordinal
              LIMIT 1) AS unknown_property_mapping
      """;

  static ReferenceCheck of(int pk, ProviderChange change) {
    return new ReferenceCheck(
        pk,
        change.name(),
        change.authenticationFlow(),
        change.authorizationFlow(),
        change.propertyMappings());
  }

  /** Reads the body of a command that its schema accepts. */
  static ReferenceCheck fromJson(JsonObject body) {
    return new ReferenceCheck(
        body.getInteger("pk"),
        body.getString(ProviderField.NAME.key()),
        PythonUuid.parse(body.getValue(ProviderField.AUTHENTICATION_FLOW.key())),
        PythonUuid.parse(body.getValue(ProviderField.AUTHORIZATION_FLOW.key())),
        new FieldReader(body).uuids(ProviderField.PROPERTY_MAPPINGS));
  }

  /** Checks outside a transaction; fails with 404 if the provider to be changed does not exist. */
  Future<ReferenceErrors> execute(DatabaseClient database, String subject) {
    return database.executeForChange(subject, SQL, values()).map(ReferenceCheck::errors);
  }

  /** Checks inside a transaction that has locked the provider to be changed. */
  Future<ReferenceErrors> execute(SqlConnection connection) {
    return connection.preparedQuery(SQL).execute(values()).map(ReferenceCheck::errors);
  }

  private Tuple values() {
    UUID[] mappings =
        propertyMappings == null ? new UUID[0] : propertyMappings.toArray(UUID[]::new);
    return Tuple.of(name, authenticationFlow, authorizationFlow)
        .addArrayOfUUID(mappings)
        .addInteger(pk);
  }

  private static ReferenceErrors errors(RowSet<Row> rows) {
    Row row = rows.iterator().next();
    if (!row.getBoolean("provider_exists")) {
      throw ProviderScope.RAC.noSuchProvider();
    }
    return ReferenceErrors.of(row);
  }
}
