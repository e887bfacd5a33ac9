package org.racprovider.provider.store;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.racprovider.bus.Actor;
import org.racprovider.db.DatabaseClient;
import org.racprovider.event.ProviderEvents;
import org.racprovider.event.store.EventOutbox;
import org.racprovider.limits.MemoryBudget;
import org.racprovider.provider.EncodedProvider;
import org.racprovider.provider.EntityTag;
import org.racprovider.provider.ProviderScope;

/** Changes one provider and writes its event, in one transaction. */
final class UpdateTransaction {

  /**
   * A change to a provider.
   *
   * @param ifMatch the {@code If-Match} header; null if there is none
   * @param encoded whether the settings of the result shall be text
   */
  record UpdateRequest(
      int pk, ProviderChange change, String ifMatch, boolean encoded, Actor actor) {}

  /** The row of the driver, the event and the reply. */
  private static final int COST_OF_BYTE = 4;

  private static final String UPDATE =
      """
      UPDATE provider
      SET name = coalesce($2, name),
          authentication_flow = CASE WHEN $3 THEN $4::uuid ELSE authentication_flow END,
          authorization_flow = coalesce($5, authorization_flow),
          property_mappings = coalesce($6, property_mappings),
          settings = coalesce($7, settings),
          connection_expiry = coalesce($8, connection_expiry),
          delete_token_on_disconnect = coalesce($9, delete_token_on_disconnect)
      WHERE pk = $1
      RETURNING %s AS bytes
      """
          .formatted(ProviderColumns.bytes());

  private final DatabaseClient database;
  private final EventOutbox outbox;
  private final MemoryBudget memory;

  UpdateTransaction(DatabaseClient database, EventOutbox outbox, MemoryBudget memory) {
    this.database = database;
    this.outbox = outbox;
    this.memory = memory;
  }

  /** Returns the representation after the change. */
  Future<JsonObject> run(UpdateRequest request) {
    RowMemory rows =
        new RowMemory(memory, request.encoded() ? COST_OF_BYTE : DecodedReply.COST_OF_BYTE);
    return database
        .inTransaction(request.actor().subject(), connection -> update(connection, request, rows))
        .recover(cause -> Future.failedFuture(nameTaken(cause)))
        .onComplete(replied -> rows.release());
  }

  private Future<JsonObject> update(
      SqlConnection connection, UpdateRequest request, RowMemory rows) {
    return ProviderRow.lock(connection, request.pk(), ProviderScope.RAC, rows)
        .map(row -> Representation.of(row, ProviderScope.RAC))
        .compose(before -> change(connection, request, before, rows));
  }

  private Future<JsonObject> change(
      SqlConnection connection, UpdateRequest request, JsonObject before, RowMemory rows) {
    if (request.ifMatch() != null) {
      EntityTag.of(before).require(request.ifMatch());
    }
    return ReferenceCheck.of(request.pk(), request.change())
        .execute(connection)
        .compose(ReferenceErrors::requireNone)
        .compose(valid -> updateRow(connection, request, rows))
        .compose(updated -> ProviderRow.read(connection, request.pk(), ProviderScope.RAC))
        .map(row -> Representation.of(row, ProviderScope.RAC))
        .compose(after -> log(connection, before, after, request.actor()))
        .map(after -> request.encoded() ? after : EncodedProvider.decodeSettings(after));
  }

  private static Future<Void> updateRow(
      SqlConnection connection, UpdateRequest request, RowMemory rows) {
    ProviderChange change = request.change();
    List<UUID> mappings = change.propertyMappings();
    Tuple values =
        Tuple.of(request.pk(), change.name(), change.changesAuthenticationFlow())
            .addUUID(change.authenticationFlow())
            .addUUID(change.authorizationFlow())
            .addArrayOfUUID(mappings == null ? null : mappings.toArray(UUID[]::new))
            .addJsonObject(change.settings())
            .addString(change.connectionExpiry())
            .addBoolean(change.deleteTokenOnDisconnect());
    return connection
        .preparedQuery(UPDATE)
        .execute(values)
        .map(
            updated -> {
              rows.reserveFor(updated);
              return null;
            });
  }

  /** An update that changes nothing has no event. */
  private Future<JsonObject> log(
      SqlConnection connection, JsonObject before, JsonObject after, Actor actor) {
    List<String> changed =
        after.fieldNames().stream()
            .filter(key -> !Objects.equals(before.getValue(key), after.getValue(key)))
            .toList();
    return changed.isEmpty()
        ? Future.succeededFuture(after)
        : outbox.insert(connection, ProviderEvents.UPDATED, after, changed, actor).map(after);
  }

  /** Another transaction may take the name between the check and the update. */
  private static Throwable nameTaken(Throwable cause) {
    boolean lostRace =
        cause instanceof PgException refused && "provider_name_key".equals(refused.getConstraint());
    return lostRace ? ReferenceErrors.ofTakenName() : cause;
  }
}
