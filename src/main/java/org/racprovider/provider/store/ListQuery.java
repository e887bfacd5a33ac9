package org.racprovider.provider.store;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.racprovider.provider.Pagination;

/**
 * The body of a list command.
 *
 * @param page from 1, or {@link Pagination#LAST}
 * @param search strings that the name must contain
 * @param nameIexact the name, compared without regard to case; null for any name
 * @param assigned true for assigned providers only, false for unassigned ones, null for both
 * @param backchannel true for backchannel providers only, false for others, null for both
 */
record ListQuery(
    int page,
    int pageSize,
    Ordering ordering,
    List<String> search,
    String nameIexact,
    Boolean assigned,
    Boolean backchannel) {

  /** Reads the body of a command that its schema accepts. */
  static ListQuery fromJson(JsonObject body) {
    Boolean unassigned = body.getBoolean("application__isnull");
    return new ListQuery(
        body.getInteger("page", 1),
        body.getInteger("page_size", 20),
        Ordering.of(strings(body, "ordering")),
        strings(body, "search"),
        body.getString("name__iexact"),
        unassigned == null ? null : !unassigned,
        body.getBoolean("backchannel"));
  }

  private static List<String> strings(JsonObject body, String key) {
    return body.getJsonArray(key, JsonArray.of()).stream().map(String.class::cast).toList();
  }
}
