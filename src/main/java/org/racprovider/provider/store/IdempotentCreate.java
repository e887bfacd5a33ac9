package org.racprovider.provider.store;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import org.racprovider.bus.Failure;
import org.racprovider.db.DatabaseClient;
import org.racprovider.provider.IdempotencyKey;

/**
 * A create that a client may repeat safely. The key is stored in the transaction of the create, so
 * both are stored or neither is. A second request with the key waits in PostgreSQL, on any node,
 * until the first one ends.
 *
 * <p>A key is valid for a day. {@link ProviderMaintenanceVerticle} deletes old keys.
 */
final class IdempotentCreate {

  /** {@link CreateStatement} does what the triggers of inserts do (migration V006). */
  private static final String CLAIM =
      """
      INSERT INTO idempotency_key AS known (id, fingerprint) VALUES ($1, $2)
      ON CONFLICT (id) DO UPDATE
      SET fingerprint = excluded.fingerprint, provider = NULL, created = now()
      WHERE known.created < now() - interval '24 hours'
      RETURNING set_config('rac_provider.insert_triggers', 'off', true)
      """;

  private static final String REMEMBER = "UPDATE idempotency_key SET provider = $2 WHERE id = $1";

  /** Reads the provider only for the same body, which is as large and counts for both. */
  private static final String RECALL =
      """
      SELECT fingerprint = $2 AS same, CASE WHEN fingerprint = $2 THEN provider END AS provider
      FROM idempotency_key
      WHERE id = $1
      """;

  private final DatabaseClient database;
  private final CreateStatement create;

  IdempotentCreate(DatabaseClient database, CreateStatement create) {
    this.database = database;
    this.create = create;
  }

  /**
   * Returns {@code provider} (the representation) and {@code replayed} (whether an earlier request
   * created it). Fails with 422 if the key was used with another body. A refused create does not
   * use the key.
   */
  Future<JsonObject> run(IdempotencyKey key, CreateRequest request) {
    String subject = request.actor().subject();
    Buffer id = key.id(subject);
    return database.keyedCreate(
        subject,
        connection ->
            connection
                .preparedQuery(CLAIM)
                .execute(Tuple.of(id, Buffer.buffer(key.fingerprint())))
                .compose(
                    claimed ->
                        claimed.rowCount() == 1
                            ? create(connection, id, request)
                            : recall(connection, id, key)));
  }

  private Future<JsonObject> create(SqlConnection connection, Buffer id, CreateRequest request) {
    return create
        .execute(connection, request)
        .compose(
            provider ->
                connection
                    .preparedQuery(REMEMBER)
                    .execute(Tuple.of(id, provider))
                    .map(outcome(provider, false)));
  }

  private static Future<JsonObject> recall(
      SqlConnection connection, Buffer id, IdempotencyKey key) {
    return connection
        .preparedQuery(RECALL)
        .execute(Tuple.of(id, Buffer.buffer(key.fingerprint())))
        .map(rows -> recalled(rows.iterator()));
  }

  private static JsonObject recalled(RowIterator<Row> rows) {
    if (!rows.hasNext()) {
      throw Failure.unavailable();
    }
    Row row = rows.next();
    if (!row.getBoolean("same")) {
      throw Failure.of(
          Failure.Kind.UNPROCESSABLE, "This Idempotency-Key was used with another body.");
    }
    return outcome(row.getJsonObject("provider"), true);
  }

  private static JsonObject outcome(JsonObject provider, boolean replayed) {
    return new JsonObject().put("provider", provider).put("replayed", replayed);
  }
}
