package org.racprovider.provider.store;

import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.racprovider.provider.ProviderScope;

/**
 * Which providers a list is about, as SQL: fixed conditions, joined as the query asks. What the
 * client sent is always bound.
 */
final class ProviderFilter {

  private static final String ASSIGNED =
      "EXISTS (SELECT FROM application WHERE application.provider = provider.pk)";

  private static final String BACKCHANNEL = "(provider.backchannel_application IS NOT NULL)";

  private static final String APPLICATION_CONTAINS =
      "EXISTS (SELECT FROM application WHERE application.provider = provider.pk AND %s)";

  private static final Pattern LIKE_SPECIAL = Pattern.compile("[\\\\%_]");

  private final List<String> conditions = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();

  ProviderFilter(ListQuery query, ProviderScope scope) {
    boolean all = scope == ProviderScope.ALL;
    conditions.add(all ? "true" : "provider.type = 'rac'");
    addSwitch(query.assigned(), all ? either(ASSIGNED, BACKCHANNEL) : ASSIGNED);
    addSwitch(query.backchannel(), BACKCHANNEL);
    if (query.nameIexact() != null) {
      conditions.add(compare("provider.name", "=", bind(query.nameIexact())));
    }
    query.search().forEach(text -> addSearch(text, all));
  }

  /** How many there are. */
  String count() {
    return "SELECT count(*) AS count FROM provider WHERE " + where();
  }

  /**
   * A page of them; its length and its offset are the last two values.
   *
   * <p>Only the rows of the page are enriched. What a search finds is written down before it is
   * sorted: the planner would otherwise walk along the names in the hope of an early match.
   *
   * @param reversed whether the offset counts from the end
   */
  String page(Ordering ordering, boolean reversed) {
    return """
        WITH found AS %s (SELECT * FROM provider WHERE %s)
        SELECT provider.*
        FROM (SELECT pk FROM found AS provider ORDER BY %s LIMIT $%d OFFSET $%d) AS page
        JOIN provider_representation AS provider ON provider.pk = page.pk
        ORDER BY %s
        """
        .formatted(
            values.isEmpty() ? "NOT MATERIALIZED" : "MATERIALIZED",
            where(),
            ordering.sql(reversed),
            values.size() + 1,
            values.size() + 2,
            ordering.sql(false));
  }

  /** The values to bind, in their order. */
  Tuple values() {
    return Tuple.from(values);
  }

  private String where() {
    return String.join(" AND ", conditions);
  }

  private void addSwitch(Boolean wanted, String condition) {
    if (wanted != null) {
      conditions.add(wanted ? condition : "NOT " + condition);
    }
  }

  private void addSearch(String text, boolean all) {
    String pattern = bind("%" + LIKE_SPECIAL.matcher(text).replaceAll("\\\\$0") + "%");
    String inName = compare("provider.name", "LIKE", pattern);
    String inApplication =
        APPLICATION_CONTAINS.formatted(compare("application.name", "LIKE", pattern));
    conditions.add(all ? either(inName, inApplication) : inName);
  }

  private String bind(String value) {
    values.add(value);
    return "$" + values.size();
  }

  /** Upper-case text, as Django compares and as the index has it. */
  private static String compare(String column, String operator, String value) {
    return "upper(%s COLLATE \"und-x-icu\") %s upper(%s COLLATE \"und-x-icu\")"
        .formatted(column, operator, value);
  }

  private static String either(String one, String other) {
    return "(%s OR %s)".formatted(one, other);
  }
}
