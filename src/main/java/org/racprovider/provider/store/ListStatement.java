package org.racprovider.provider.store;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import org.racprovider.db.DatabaseClient;
import org.racprovider.provider.Pagination;
import org.racprovider.provider.ProviderScope;

/** Reads a page of providers with two statements: one counts, one reads. */
final class ListStatement {

  private final DatabaseClient database;

  ListStatement(DatabaseClient database) {
    this.database = database;
  }

  /** Returns the envelope of contract 4.2. */
  Future<JsonObject> execute(ListQuery query, ProviderScope scope) {
    ProviderFilter filter = new ProviderFilter(query, scope);
    return database
        .execute(filter.count(), filter.values())
        .map(rows -> rows.iterator().next().getLong("count"))
        .map(count -> Pagination.of(query.page(), query.pageSize(), count))
        .compose(
            pagination ->
                page(filter, query.ordering(), pagination)
                    .map(rows -> envelope(pagination, representations(rows, scope))));
  }

  /** Reads a page of the second half from the end, to skip fewer rows. */
  private Future<RowSet<Row>> page(
      ProviderFilter filter, Ordering ordering, Pagination pagination) {
    boolean reversed = pagination.rowsAfter() < pagination.offset();
    long offset = reversed ? pagination.rowsAfter() : pagination.offset();
    return database.execute(
        filter.page(ordering, reversed),
        filter.values().addInteger(pagination.length()).addLong(offset));
  }

  private static JsonArray representations(RowSet<Row> rows, ProviderScope scope) {
    JsonArray representations = new JsonArray();
    rows.forEach(row -> representations.add(Representation.of(row, scope)));
    return representations;
  }

  private static JsonObject envelope(Pagination pagination, JsonArray results) {
    return new JsonObject()
        .put("pagination", pagination.toJson())
        .put("results", results)
        .put("autocomplete", new JsonObject());
  }
}
