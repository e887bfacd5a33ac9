package org.racprovider.provider.store;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.racprovider.bus.Actor;
import org.racprovider.db.DatabaseClient;
import org.racprovider.event.ProviderEvents;
import org.racprovider.event.store.EventOutbox;
import org.racprovider.provider.EntityTag;
import org.racprovider.provider.ProviderScope;
import org.racprovider.provider.ProviderSettings;

/** Changes one provider and writes its event, in one transaction. */
final class UpdateTransaction {

  /**
   * A change to a provider.
   *
   * @param ifMatch the {@code If-Match} header; null if there is none
   */
  record UpdateRequest(int pk, ProviderChange change, String ifMatch, Actor actor) {

    boolean needsTag() {
      return EntityTag.isNeededFor(ifMatch);
    }

    /** Whether it certainly reads settings that are stored already. */
    boolean readsStoredSettings() {
      return needsTag() || change.settings() == null;
    }
  }

  /** What an update has done, and the provider before it, without settings. */
  private record Updated(JsonObject before, boolean settingsChanged) {

    boolean changed(String key, JsonObject after) {
      return key.equals("settings")
          ? settingsChanged
          : !Objects.equals(before.getValue(key), after.getValue(key));
    }
  }

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
      FROM (SELECT settings AS old_settings FROM provider WHERE pk = $1) AS before
      WHERE pk = $1
      RETURNING %s + %s AS bytes,
                CASE WHEN $7::jsonb IS NULL THEN false
                     ELSE provider.settings::text IS DISTINCT FROM old_settings::text
                END AS settings_changed
      """
          .formatted(ProviderColumns.bytesWithoutSettings(), ProviderColumns.bytesOfSettings());

  private final DatabaseClient database;
  private final EventOutbox outbox;

  UpdateTransaction(DatabaseClient database, EventOutbox outbox) {
    this.database = database;
    this.outbox = outbox;
  }

  /**
   * Returns the representation after the change, whose settings are text.
   *
   * @param memory for one row
   */
  Future<JsonObject> run(UpdateRequest request, RowMemory memory) {
    return database
        .inTransaction(request.actor().subject(), connection -> update(connection, request, memory))
        .recover(cause -> Future.failedFuture(nameTaken(cause)));
  }

  private Future<JsonObject> update(
      SqlConnection connection, UpdateRequest request, RowMemory memory) {
    return before(connection, request, memory)
        .compose(before -> change(connection, request, before, memory))
        .compose(updated -> after(connection, request, updated));
  }

  /** The provider before the change, without settings. */
  private static Future<JsonObject> before(
      SqlConnection connection, UpdateRequest request, RowMemory memory) {
    return ProviderRow.lock(connection, request.pk(), ProviderScope.RAC, true)
        .compose(
            locked -> {
              memory.require(
                  request.readsStoredSettings() ? locked.withSettings() : locked.bytes());
              return ProviderRow.read(
                  connection, request.pk(), ProviderScope.RAC, request.needsTag());
            })
        .map(row -> Representation.of(row, ProviderScope.RAC))
        .map(
            before -> {
              if (request.needsTag()) {
                EntityTag.of(before).require(request.ifMatch());
              }
              return ProviderSettings.hide(before);
            });
  }

  private static Future<Updated> change(
      SqlConnection connection, UpdateRequest request, JsonObject before, RowMemory memory) {
    return ReferenceCheck.of(request.pk(), request.change())
        .execute(connection)
        .compose(ReferenceErrors::requireNone)
        .compose(valid -> connection.preparedQuery(UPDATE).execute(values(request)))
        .map(
            rows -> {
              Row updated = rows.iterator().next();
              memory.require(updated.getInteger("bytes"));
              return new Updated(before, updated.getBoolean("settings_changed"));
            });
  }

  private static Tuple values(UpdateRequest request) {
    ProviderChange change = request.change();
    List<UUID> mappings = change.propertyMappings();
    return Tuple.of(request.pk(), change.name(), change.changesAuthenticationFlow())
        .addUUID(change.authenticationFlow())
        .addUUID(change.authorizationFlow())
        .addArrayOfUUID(mappings == null ? null : mappings.toArray(UUID[]::new))
        .addJsonObject(change.settings())
        .addString(change.connectionExpiry())
        .addBoolean(change.deleteTokenOnDisconnect());
  }

  private Future<JsonObject> after(
      SqlConnection connection, UpdateRequest request, Updated updated) {
    return ProviderRow.read(connection, request.pk(), ProviderScope.RAC, true)
        .map(row -> Representation.of(row, ProviderScope.RAC))
        .compose(after -> log(connection, updated, after, request.actor()));
  }

  /** An update that changes nothing has no event. */
  private Future<JsonObject> log(
      SqlConnection connection, Updated updated, JsonObject after, Actor actor) {
    List<String> changed =
        after.fieldNames().stream().filter(key -> updated.changed(key, after)).toList();
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
