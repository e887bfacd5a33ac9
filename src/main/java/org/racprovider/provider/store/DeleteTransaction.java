package org.racprovider.provider.store;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import org.racprovider.bus.Actor;
import org.racprovider.db.DatabaseClient;
import org.racprovider.event.ProviderEvents;
import org.racprovider.event.store.EventOutbox;
import org.racprovider.limits.CallerMemory;
import org.racprovider.provider.EntityTag;
import org.racprovider.provider.ProviderScope;

/**
 * Deletes one provider and writes its event, in one transaction. The database deletes its links.
 * Only RAC providers have events.
 */
final class DeleteTransaction {

  /**
   * A provider to delete.
   *
   * @param ifMatch the {@code If-Match} header; null if there is none
   */
  record DeleteRequest(int pk, String ifMatch, Actor actor) {}

  /** The row of the driver, and the event. */
  private static final int COST_OF_BYTE = 4;

  private static final String DELETE = "DELETE FROM provider WHERE pk = $1";

  private final DatabaseClient database;
  private final EventOutbox outbox;
  private final CallerMemory memory;

  DeleteTransaction(DatabaseClient database, EventOutbox outbox, CallerMemory memory) {
    this.database = database;
    this.outbox = outbox;
    this.memory = memory;
  }

  Future<Void> run(DeleteRequest request, ProviderScope scope) {
    String subject = request.actor().subject();
    RowMemory row = RowMemory.reserved(memory, subject, COST_OF_BYTE);
    return database
        .inTransaction(
            subject,
            connection ->
                read(connection, request, scope, row)
                    .compose(read -> delete(connection, request, read)))
        .onComplete(replied -> row.release());
  }

  /**
   * Reads the settings only to compare the tag, or for the event, so that a provider whose settings
   * are larger than the memory can be deleted.
   */
  private Future<Row> read(
      SqlConnection connection, DeleteRequest request, ProviderScope scope, RowMemory memory) {
    boolean needsTag = EntityTag.isNeededFor(request.ifMatch());
    boolean needsSize = needsTag || outbox.keepsSettings();
    return ProviderRow.lock(connection, request.pk(), scope, needsSize)
        .compose(
            locked -> {
              boolean withSettings = needsTag || outbox.keepsSettings(locked.settings());
              memory.require(withSettings ? locked.withSettings() : locked.bytes());
              return ProviderRow.read(connection, request.pk(), scope, withSettings);
            });
  }

  /** A provider has one tag in both scopes: that of its most complete representation. */
  private Future<Void> delete(SqlConnection connection, DeleteRequest request, Row row) {
    ProviderScope scope = ProviderRow.scope(row);
    JsonObject representation = Representation.of(row, scope);
    if (EntityTag.isNeededFor(request.ifMatch())) {
      EntityTag.of(representation).require(request.ifMatch());
    }
    return connection
        .preparedQuery(DELETE)
        .execute(Tuple.of(request.pk()))
        .compose(
            deleted ->
                scope == ProviderScope.RAC
                    ? log(connection, representation, request.actor())
                    : Future.succeededFuture());
  }

  private Future<Void> log(SqlConnection connection, JsonObject representation, Actor actor) {
    return outbox.insert(connection, ProviderEvents.DELETED, representation, null, actor);
  }
}
