package org.racprovider.provider.store;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.racprovider.db.DatabaseClient;
import org.racprovider.db.GroupCommit;
import org.racprovider.event.store.EventOutbox;

/**
 * Creates providers, with their events, by one statement and one transaction, and returns the
 * outcome of each request. An invalid request causes no SQL error, so it does not fail the others.
 */
final class CreateStatement implements GroupCommit.Statement<CreateRequest, JsonObject> {

  /** Executes a prepared statement. */
  private interface Session {
    Future<RowSet<Row>> execute(String sql, Tuple values);
  }

  private final DatabaseClient database;
  private final SingleCreate single;
  private final BatchCreate batch;

  CreateStatement(DatabaseClient database, EventOutbox outbox) {
    this.database = database;
    this.single = new SingleCreate(outbox);
    this.batch = new BatchCreate(outbox);
  }

  @Override
  public Future<List<Future<JsonObject>>> execute(List<CreateRequest> requests) {
    return requests.size() == 1
        ? executeSingle(database::executeCreates, requests.get(0)).map(List::of)
        : executeBatch(database::executeCreates, requests);
  }

  /**
   * A single create inside a transaction whose setting {@code rac_provider.insert_triggers} is off.
   */
  Future<JsonObject> execute(SqlConnection connection, CreateRequest request) {
    return executeSingle((sql, values) -> connection.preparedQuery(sql).execute(values), request)
        .compose(outcome -> outcome);
  }

  /** If the cheaper statement creates nothing, the other one says why. */
  private Future<Future<JsonObject>> executeSingle(Session session, CreateRequest request) {
    return session
        .execute(SingleCreate.SQL, single.values(request))
        .compose(
            rows ->
                rows.size() == 0
                    ? executeBatch(session, List.of(request)).map(outcomes -> outcomes.get(0))
                    : Future.succeededFuture(outcome(request, rows.iterator().next())));
  }

  private Future<List<Future<JsonObject>>> executeBatch(
      Session session, List<CreateRequest> requests) {
    return session
        .execute(BatchCreate.SQL, batch.values(requests))
        .map(rows -> outcomes(requests, rows));
  }

  private static List<Future<JsonObject>> outcomes(List<CreateRequest> requests, RowSet<Row> rows) {
    List<Future<JsonObject>> outcomes = new ArrayList<>(Collections.nCopies(requests.size(), null));
    for (Row row : rows) {
      int index = row.getInteger("n") - 1;
      outcomes.set(index, outcome(requests.get(index), row));
    }
    return outcomes;
  }

  private static Future<JsonObject> outcome(CreateRequest request, Row row) {
    Integer pk = row.getInteger("pk");
    return pk == null
        ? Future.failedFuture(ReferenceErrors.of(row))
        : Future.succeededFuture(request.reply(pk));
  }
}
