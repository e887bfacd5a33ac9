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
import org.racprovider.provider.EntityTag;
import org.racprovider.provider.ProviderScope;

/** Changes one provider and its links and writes its event, in one transaction. */
final class UpdateTransaction {

  /**
   * A change to a provider.
   *
   * @param ifMatch the {@code If-Match} header; null if there is none
   */
  record UpdateRequest(int pk, ProviderChange change, String ifMatch, Actor actor) {}

  private static final String UPDATE =
      """
      UPDATE provider
      SET name = coalesce($2, name),
          authentication_flow = CASE WHEN $3 THEN $4::uuid ELSE authentication_flow END,
          authorization_flow = coalesce($5, authorization_flow),
          settings = coalesce($6, settings),
          connection_expiry = coalesce($7, connection_expiry),
          delete_token_on_disconnect = coalesce($8, delete_token_on_disconnect)
      WHERE pk = $1
      """;

  private static final String UNLINK = "DELETE FROM provider_property_mapping WHERE provider = $1";

  private static final String LINK =
      """
      INSERT INTO provider_property_mapping (provider, property_mapping, ordinal)
      SELECT $1, link.pk, link.ordinal
      FROM unnest($2::uuid[]) WITH ORDINALITY AS link (pk, ordinal)
      """;

  private final DatabaseClient database;
  private final EventOutbox outbox;

  UpdateTransaction(DatabaseClient database, EventOutbox outbox) {
    this.database = database;
    this.outbox = outbox;
  }

  /** Returns the representation after the change. */
  Future<JsonObject> run(UpdateRequest request) {
    return database
        .inTransaction(connection -> update(connection, request))
        .recover(cause -> Future.failedFuture(nameTaken(cause)));
  }

  private Future<JsonObject> update(SqlConnection connection, UpdateRequest request) {
    return ProviderRow.lock(connection, request.pk(), ProviderScope.RAC)
        .map(row -> Representation.of(row, ProviderScope.RAC))
        .compose(before -> change(connection, request, before));
  }

  private Future<JsonObject> change(
      SqlConnection connection, UpdateRequest request, JsonObject before) {
    EntityTag.of(before).require(request.ifMatch());
    return ReferenceCheck.of(request.pk(), request.change())
        .execute(connection)
        .compose(ReferenceErrors::requireNone)
        .compose(valid -> updateRow(connection, request))
        .compose(updated -> updateLinks(connection, request))
        .compose(linked -> ProviderRow.read(connection, request.pk(), ProviderScope.RAC))
        .map(row -> Representation.of(row, ProviderScope.RAC))
        .compose(after -> log(connection, before, after, request.actor()));
  }

  private static Future<?> updateRow(SqlConnection connection, UpdateRequest request) {
    ProviderChange change = request.change();
    Tuple values =
        Tuple.of(request.pk(), change.name(), change.changesAuthenticationFlow())
            .addUUID(change.authenticationFlow())
            .addUUID(change.authorizationFlow())
            .addJsonObject(change.settings())
            .addString(change.connectionExpiry())
            .addBoolean(change.deleteTokenOnDisconnect());
    return connection.preparedQuery(UPDATE).execute(values);
  }

  private static Future<?> updateLinks(SqlConnection connection, UpdateRequest request) {
    List<UUID> mappings = request.change().propertyMappings();
    if (mappings == null) {
      return Future.succeededFuture();
    }
    Tuple links = Tuple.of(request.pk()).addArrayOfUUID(mappings.toArray(UUID[]::new));
    return connection
        .preparedQuery(UNLINK)
        .execute(Tuple.of(request.pk()))
        .compose(unlinked -> connection.preparedQuery(LINK).execute(links));
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
