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
import org.racprovider.provider.EntityTag;
import org.racprovider.provider.ProviderScope;

/**
 * Deletes one provider and writes its event, in one transaction; the database follows its links.
 */
final class DeleteTransaction {

  /**
   * What to delete.
   *
   * @param ifMatch the {@code If-Match} header, null for none
   */
  record Request(int pk, String ifMatch, Actor actor) {}

  private static final String DELETE = "DELETE FROM provider WHERE pk = $1";

  private final DatabaseClient database;
  private final EventOutbox outbox;

  DeleteTransaction(DatabaseClient database, EventOutbox outbox) {
    this.database = database;
    this.outbox = outbox;
  }

  Future<Void> run(Request request, ProviderScope scope) {
    return database.inTransaction(
        connection ->
            ProviderRow.lock(connection, request.pk(), scope)
                .compose(row -> delete(connection, request, row)));
  }

  /** Whatever scope deletes it, a provider has one tag: that which its readers received. */
  private Future<Void> delete(SqlConnection connection, Request request, Row row) {
    EntityTag.of(ProviderScope.of(row).representation(row)).require(request.ifMatch());
    return connection
        .preparedQuery(DELETE)
        .execute(Tuple.of(request.pk()))
        .compose(deleted -> log(connection, row, request.actor()));
  }

  /** Only RAC providers have events. */
  private Future<Void> log(SqlConnection connection, Row row, Actor actor) {
    if (ProviderScope.of(row) != ProviderScope.RAC) {
      return Future.succeededFuture();
    }
    JsonObject representation = ProviderScope.RAC.representation(row);
    return outbox.insert(connection, ProviderEvents.DELETED, representation, null, actor);
  }
}
