package org.racprovider.provider;

import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The SQL of a list: fixed fragments, joined as the query asks; what the client sent is always
 * bound.
 */
final class ProviderFilter {

  private static final String ASSIGNED =
      "EXISTS (SELECT FROM application WHERE application.provider = provider.pk)";
  private static final String BACKCHANNEL = "provider.backchannel_application IS NOT NULL";

  private static final Pattern LIKE_SPECIAL = Pattern.compile("[\\\\%_]");

  private final List<String> conditions = new ArrayList<>();
  private final Tuple values = Tuple.tuple();
  private boolean searches;

  private ProviderFilter() {}

  static ProviderFilter of(ListQuery query, Scope scope) {
    ProviderFilter filter = new ProviderFilter();
    filter.add(scope == Scope.RAC, "provider.type = 'rac'");
    filter.addApplication(query.applicationIsNull(), scope);
    filter.addSwitch(query.backchannel(), BACKCHANNEL);
    filter.addName(query.nameIexact());
    query.search().forEach(text -> filter.addSearch(text, scope));
    return filter;
  }

  /** The bound values; a page needs two more, its length and its offset. */
  Tuple values() {
    return values;
  }

  String count() {
    return "SELECT count(*) AS count FROM provider" + where();
  }

  /**
   * Chooses the page first and enriches only its rows. What a search finds is written down before
   * it is sorted: the planner would otherwise walk along the names in the hope of an early match.
   */
  String page(Ordering ordering, boolean reversed) {
    return """
        WITH found AS %s (SELECT * FROM provider%s)
        SELECT representation.*
        FROM (SELECT pk, row_number() OVER () AS n
              FROM (SELECT pk FROM found AS provider
                    ORDER BY %s LIMIT $%d OFFSET $%d) AS chosen) AS page
        JOIN provider_representation AS representation ON representation.pk = page.pk
        ORDER BY page.n
        """
        .formatted(
            searches ? "MATERIALIZED" : "NOT MATERIALIZED",
            where(),
            ordering.sql(reversed),
            values.size() + 1,
            values.size() + 2);
  }

  private String where() {
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }

  private void add(boolean applies, String condition) {
    if (applies) {
      conditions.add(condition);
    }
  }

  private void addSwitch(Boolean wanted, String condition) {
    add(wanted != null, Boolean.TRUE.equals(wanted) ? condition : "NOT (" + condition + ")");
  }

  private void addApplication(Boolean isNull, Scope scope) {
    Boolean assigned = isNull == null ? null : Boolean.valueOf(!isNull);
    addSwitch(
        assigned, scope == Scope.RAC ? ASSIGNED : "(" + ASSIGNED + " OR " + BACKCHANNEL + ")");
  }

  private void addName(String name) {
    if (name != null) {
      values.addString(name);
      add(
          true,
          "upper(provider.name COLLATE \"und-x-icu\") = upper($%d COLLATE \"und-x-icu\")"
              .formatted(values.size()));
      searches = true;
    }
  }

  private void addSearch(String text, Scope scope) {
    values.addString("%" + LIKE_SPECIAL.matcher(text).replaceAll("\\\\$0") + "%");
    String ofProvider = contains("provider.name");
    String ofApplication =
        "EXISTS (SELECT FROM application WHERE application.provider = provider.pk AND %s)"
            .formatted(contains("application.name"));
    add(true, scope == Scope.RAC ? ofProvider : "(%s OR %s)".formatted(ofProvider, ofApplication));
    searches = true;
  }

  private String contains(String column) {
    return "upper(%s COLLATE \"und-x-icu\") LIKE upper($%d COLLATE \"und-x-icu\")"
        .formatted(column, values.size());
  }
}
