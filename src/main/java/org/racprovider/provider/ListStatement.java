package org.racprovider.provider;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.racprovider.db.DatabaseClient;

/** A page of providers: one statement counts, one reads, whatever their size. */
final class ListStatement {

  private final DatabaseClient database;

  ListStatement(DatabaseClient database) {
    this.database = database;
  }

  /** The envelope of contract 4.2. */
  Future<JsonObject> execute(ListQuery query, Scope scope) {
    ProviderFilter filter = ProviderFilter.of(query, scope);
    return database
        .execute(filter.count(), filter.values())
        .map(rows -> rows.iterator().next().getLong("count"))
        .map(count -> Pagination.of(query.page(), query.pageSize(), count))
        .compose(pagination -> page(query, scope, pagination));
  }

  private Future<JsonObject> page(ListQuery query, Scope scope, Pagination pagination) {
    boolean reversed = pagination.behind() < pagination.offset();
    ProviderFilter filter = ProviderFilter.of(query, scope);
    String sql = filter.page(query.ordering(), reversed);
    Tuple values =
        filter
            .values()
            .addInteger(pagination.length())
            .addLong(reversed ? pagination.behind() : pagination.offset());
    return database
        .execute(sql, values)
        .map(rows -> envelope(pagination, representations(rows, scope, reversed)));
  }

  private static JsonArray representations(RowSet<Row> rows, Scope scope, boolean reversed) {
    List<JsonObject> representations = new ArrayList<>(rows.size());
    rows.forEach(row -> representations.add(scope.representation(row)));
    if (reversed) {
      Collections.reverse(representations);
    }
    return new JsonArray(representations);
  }

  private static JsonObject envelope(Pagination pagination, JsonArray results) {
    return new JsonObject()
        .put("pagination", pagination.toJson())
        .put("results", results)
        .put("autocomplete", new JsonObject());
  }
}
