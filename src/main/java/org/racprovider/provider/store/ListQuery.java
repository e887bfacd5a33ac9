package org.racprovider.provider.store;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import org.racprovider.bus.Failure;
import org.racprovider.config.AppConfig.ListConfig;
import org.racprovider.json.NullCharacters;
import org.racprovider.provider.Pagination;

/**
 * Which providers, in which order, and which page of them: the body of a list command.
 *
 * @param page from 1, or {@link Pagination#LAST}
 * @param search texts that the name must contain
 * @param nameIexact the name in any letter case, null for any name
 * @param assigned whether assigned providers are meant or unassigned ones, null for both
 * @param backchannel whether backchannel providers are meant or others, null for both
 */
record ListQuery(
    int page,
    int pageSize,
    Ordering ordering,
    List<String> search,
    String nameIexact,
    Boolean assigned,
    Boolean backchannel) {

  static ListQuery fromJson(JsonObject body) {
    try {
      ListQuery query =
          new ListQuery(
              body.getInteger("page", 1),
              body.getInteger("page_size", 20),
              Ordering.of(texts(body, "ordering")),
              texts(body, "search"),
              body.getString("name__iexact"),
              not(body.getBoolean("application__isnull")),
              body.getBoolean("backchannel"));
      if (query.isValid()) {
        return query;
      }
    } catch (ClassCastException | NullPointerException wrong) {
      // Answered like a value out of range.
    }
    throw Failure.of(Failure.Kind.INVALID, "The list command has a wrong value.");
  }

  private boolean isValid() {
    return page >= 0
        && pageSize >= 1
        && pageSize <= ListConfig.LARGEST_PAGE_SIZE
        && search.stream().noneMatch(NullCharacters::in)
        && (nameIexact == null || !NullCharacters.in(nameIexact));
  }

  private static Boolean not(Boolean value) {
    return value == null ? null : Boolean.valueOf(!value);
  }

  private static List<String> texts(JsonObject body, String key) {
    return body.getJsonArray(key, JsonArray.of()).stream()
        .map(Objects::requireNonNull)
        .map(String.class::cast)
        .toList();
  }
}
