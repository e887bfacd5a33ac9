package org.racprovider.provider.store;

import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.racprovider.provider.ProviderScope;

/**
 * The SQL of a list: fixed conditions, combined as the query requires. Values of the client are
 * always bound.
 */
final class ProviderFilter {

  private static final String ASSIGNED =
      "EXISTS (SELECT FROM application WHERE application.provider = provider.pk)";

  private static final String BACKCHANNEL = "(provider.backchannel_application IS NOT NULL)";

  private static final String APPLICATION_CONTAINS =
      "EXISTS (SELECT FROM application WHERE application.provider = provider.pk AND %s)";

  private static final Pattern LIKE_SPECIAL = Pattern.compile("[\\\\%_]");

  private final ProviderScope scope;
  private final List<String> conditions = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();

  ProviderFilter(ListQuery query, ProviderScope scope) {
    this.scope = scope;
    boolean all = scope == ProviderScope.ALL;
    conditions.add(all ? "true" : "provider.type = 'rac'");
    addIfSet(query.assigned(), all ? either(ASSIGNED, BACKCHANNEL) : ASSIGNED);
    addIfSet(query.backchannel(), BACKCHANNEL);
    if (query.nameIexact() != null) {
      conditions.add(compare("provider.name", "=", bind(query.nameIexact())));
    }
    query.search().forEach(term -> addSearch(term, all));
  }

  /** Whether it accepts all providers of the scope. */
  boolean acceptsAll() {
    return conditions.size() == 1;
  }

  /** Whether it has one condition at most, so that there are few such statements. */
  boolean isUsual() {
    return conditions.size() <= 2;
  }

  /** The statement that counts the providers. */
  String count() {
    return "SELECT count(*) AS count FROM provider WHERE " + where();
  }

  /**
   * The statement that reads a page. Its last three values are the length and the offset of the
   * page, and the maximum size of a row: see {@link ProviderColumns#selectSmall}.
   *
   * <p>It joins only the rows of the page with the view. It materialises the result of a search
   * before it sorts: the planner would otherwise scan the index of names for early matches. The
   * planner does not see the limits, so that it soon keeps one plan: planning takes longer than
   * reading a page.
   *
   * @param reversed whether the offset counts from the end
   */
  String page(Ordering ordering, boolean reversed) {
    return """
        WITH found AS %s (SELECT * FROM provider WHERE %s)
        %s
        WHERE provider.pk = ANY (ARRAY(SELECT pk
                                       FROM found AS provider
                                       ORDER BY %s
                                       LIMIT (SELECT $%d::integer) OFFSET (SELECT $%d::bigint)))
        ORDER BY %s
        """
        .formatted(
            values.isEmpty() ? "NOT MATERIALIZED" : "MATERIALIZED",
            where(),
            ProviderColumns.selectSmall(scope, "$" + (values.size() + 3)),
            ordering.sql(reversed),
            values.size() + 1,
            values.size() + 2,
            ordering.sql(false));
  }

  /** The values of both statements. */
  Tuple values() {
    return Tuple.from(values);
  }

  private String where() {
    return String.join(" AND ", conditions);
  }

  private void addIfSet(Boolean expected, String condition) {
    if (expected != null) {
      conditions.add(expected ? condition : "NOT " + condition);
    }
  }

  private void addSearch(String term, boolean all) {
    String pattern = bind("%" + LIKE_SPECIAL.matcher(term).replaceAll("\\\\$0") + "%");
    String inName = compare("provider.name", "LIKE", pattern);
    String inApplication =
        APPLICATION_CONTAINS.formatted(compare("application.name", "LIKE", pattern));
    conditions.add(all ? either(inName, inApplication) : inName);
  }

  private String bind(String value) {
    values.add(value);
    return "$" + values.size();
  }

  /** Compares in upper case, as Django does and as the index requires. */
  private static String compare(String column, String operator, String value) {
    return "upper(%s COLLATE \"und-x-icu\") %s upper(%s COLLATE \"und-x-icu\")"
        .formatted(column, operator, value);
  }

  private static String either(String first, String second) {
    return "(%s OR %s)".formatted(first, second);
  }
}
