package org.racprovider.provider.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import org.racprovider.db.DatabaseClient;
import org.racprovider.provider.ProviderScope;

/** Says what the database has against the fields of a body. */
final class ReferenceCheckStatement {

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

  private ReferenceCheckStatement() {}

  /** Outside a transaction; 404 where the provider to be changed is not there. */
  static Future<ReferenceErrors> execute(DatabaseClient database, ReferenceCheck fields) {
    return database.execute(SQL, values(fields)).map(ReferenceCheckStatement::references);
  }

  /** Inside a transaction that holds the provider to be changed. */
  static Future<ReferenceErrors> execute(SqlConnection connection, ReferenceCheck fields) {
    return connection
        .preparedQuery(SQL)
        .execute(values(fields))
        .map(ReferenceCheckStatement::references);
  }

  private static Tuple values(ReferenceCheck fields) {
    return Tuple.of(fields.name(), fields.authenticationFlow(), fields.authorizationFlow())
        .addArrayOfUUID(fields.propertyMappings().toArray(UUID[]::new))
        .addInteger(fields.pk());
  }

  private static ReferenceErrors references(RowSet<Row> rows) {
    Row row = rows.iterator().next();
    if (!row.getBoolean("provider_exists")) {
      throw ProviderScope.RAC.noSuchProvider();
    }
    return ReferenceErrors.of(row);
  }
}
