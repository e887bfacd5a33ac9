package org.racprovider.importing;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.racprovider.reference.Section;

/**
 * A page of one of authentik's lists.
 *
 * @param rows in the form of reference data
 * @param highestProviderPk the highest pk of the providers of any type that the rows name, or 0
 * @param count the number of rows of all pages
 * @param next the number of the next page; 0 on the last
 */
record ListPage(
    Section section, List<JsonObject> rows, int highestProviderPk, long count, int next) {

  /**
   * Reads a response body of authentik.
   *
   * @throws ClassCastException if it has another form
   * @throws NullPointerException if something is missing
   */
  static ListPage of(Section section, JsonObject body) {
    JsonObject pagination = body.getJsonObject("pagination");
    List<AuthentikRow> rows =
        body.getJsonArray("results").stream()
            .map(row -> new AuthentikRow(section, (JsonObject) row))
            .toList();
    return new ListPage(
        section,
        rows.stream().map(AuthentikRow::referenceData).toList(),
        rows.stream().flatMap(AuthentikRow::providerPks).mapToInt(pk -> pk).max().orElse(0),
        pagination.getLong("count"),
        pagination.getInteger("next"));
  }
}
