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
import org.racprovider.limits.MemoryBudget;
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
  private final MemoryBudget memory;

  DeleteTransaction(DatabaseClient database, EventOutbox outbox, MemoryBudget memory) {
    this.database = database;
    this.outbox = outbox;
    this.memory = memory;
  }

  Future<Void> run(DeleteRequest request, ProviderScope scope) {
    RowMemory row = new RowMemory(memory, COST_OF_BYTE);
    return database
        .inTransaction(
            request.actor().subject(),
            connection ->
                ProviderRow.lock(connection, request.pk(), scope, row)
                    .compose(locked -> delete(connection, request, locked)))
        .onComplete(replied -> row.release());
  }

  /** A provider has one tag in both scopes: that of its most complete representation. */
  private Future<Void> delete(SqlConnection connection, DeleteRequest request, Row row) {
    ProviderScope scope = ProviderRow.scope(row);
    JsonObject representation = Representation.of(row, scope);
    if (request.ifMatch() != null) {
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
