package org.racprovider.provider.store;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import org.racprovider.provider.ProviderScope;

/**
 * The first rows of a page, as many as are complete, and what is left to read.
 *
 * @param results the representations, whose settings are text
 * @param rest the pks of the providers that were not read, in their order
 * @param nextBytes the size of the first of them; 0 if it is not known
 */
record ProviderRows(List<JsonObject> results, List<Integer> rest, int nextBytes) {

  /** The rows of {@link ProviderColumns#selectSmall}. */
  static ProviderRows ofSmall(RowSet<Row> rows, ProviderScope scope) {
    List<JsonObject> results = new ArrayList<>();
    List<Integer> rest = new ArrayList<>();
    for (Row row : rows) {
      if (rest.isEmpty() && row.getBoolean("complete")) {
        results.add(Representation.of(row, scope));
      } else {
        rest.add(row.getInteger("pk"));
      }
    }
    return new ProviderRows(results, rest, 0);
  }

  /**
   * The rows of {@link ProviderColumns#selectUpTo}. A provider that was deleted meanwhile has no
   * row.
   *
   * @param pks the pks that the statement got
   */
  static ProviderRows of(RowSet<Row> rows, List<Integer> pks, ProviderScope scope) {
    List<JsonObject> results = new ArrayList<>();
    int read = rows.size() == 0 ? pks.size() : 0;
    for (Row row : rows) {
      if (!row.getBoolean("complete")) {
        return new ProviderRows(results, pks.subList(read, pks.size()), row.getInteger("bytes"));
      }
      results.add(Representation.of(row, scope));
      read = row.getInteger("n");
    }
    return new ProviderRows(results, pks.subList(read, pks.size()), 0);
  }

  /** Throws a 404 if there is nothing. */
  ProviderRows requireFound(ProviderScope scope) {
    if (results.isEmpty() && rest.isEmpty()) {
      throw scope.noSuchProvider();
    }
    return this;
  }

  /** The same rows, with more pks that are left. */
  ProviderRows followedBy(List<Integer> pks) {
    List<Integer> all = new ArrayList<>(rest);
    all.addAll(pks);
    return new ProviderRows(results, all, nextBytes);
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("results", new JsonArray(results))
        .put("rest", new JsonArray(rest))
        .put("next_bytes", nextBytes);
  }
}
