package org.racprovider.provider.store;

import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

  /**
   * A name in upper case, as Django compares it. The search index holds it if the name is short.
   */
  private static final String NAME = upper("provider.name");

  /** The same, but it is not converted again where it is stored (migration V007). */
  private static final String LONG_NAME = "coalesce(provider.long_name, %s)".formatted(NAME);

  private static final Pattern LIKE_SPECIAL = Pattern.compile("[\\\\%_]");

  /** The longest terms are conditions of their own, which the index knows; the others are data. */
  private static final int INDEXED_TERMS = 4;

  private final ProviderScope scope;
  private final List<String> conditions = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();
  private final boolean all;
  private int filters;

  ProviderFilter(ListQuery query, ProviderScope scope) {
    this.scope = scope;
    all = scope == ProviderScope.ALL;
    conditions.add(all ? "true" : "provider.type = 'rac'");
    addIfSet(query.assigned(), all ? either(ASSIGNED, BACKCHANNEL) : ASSIGNED);
    addIfSet(query.backchannel(), BACKCHANNEL);
    if (query.nameIexact() != null) {
      addNames(List.of(" = " + upper(bind(query.nameIexact()))));
    }
    addSearch(query.search());
  }

  /** Whether it accepts all providers of the scope. */
  boolean acceptsAll() {
    return conditions.size() == 1;
  }

  /** Whether it has one filter or search term at most, so that there are few such statements. */
  boolean isUsual() {
    return filters <= 1;
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
      filters++;
    }
  }

  private void addSearch(List<String> terms) {
    List<String> patterns =
        terms.stream()
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(ProviderFilter::pattern)
            .toList();
    int indexed = Math.min(INDEXED_TERMS, patterns.size());
    addNames(
        patterns.subList(0, indexed).stream().map(this::bind).map(ProviderFilter::like).toList());
    if (indexed < patterns.size()) {
      String[] others = patterns.subList(indexed, patterns.size()).toArray(String[]::new);
      conditions.add(
          "NOT EXISTS (SELECT FROM unnest(%s::text[]) AS pattern WHERE NOT %s)"
              .formatted(bind(others), matches(like("pattern"))));
    }
  }

  /**
   * The planner uses the indexes of short and of long names, because their conditions are here.
   *
   * @param comparisons with an upper-case name, each of them an operator and its right side
   */
  private void addNames(List<String> comparisons) {
    filters += comparisons.size();
    if (all) {
      comparisons.forEach(comparison -> conditions.add(matches(comparison)));
    } else if (!comparisons.isEmpty()) {
      conditions.add(
          either(
              "octet_length(provider.name) <= 1000 AND " + each(NAME, comparisons),
              "octet_length(provider.name) > 1000 AND " + each(LONG_NAME, comparisons)));
    }
  }

  private static String each(String name, List<String> comparisons) {
    return comparisons.stream().map(name::concat).collect(Collectors.joining(" AND "));
  }

  private String matches(String comparison) {
    String inName = LONG_NAME + comparison;
    return all
        ? either(inName, APPLICATION_CONTAINS.formatted(upper("application.name") + comparison))
        : inName;
  }

  private static String like(String pattern) {
    return " LIKE " + upper(pattern);
  }

  private static String pattern(String term) {
    return "%" + LIKE_SPECIAL.matcher(term).replaceAll("\\\\$0") + "%";
  }

  private String bind(Object value) {
    values.add(value);
    return "$" + values.size();
  }

  private static String upper(String text) {
    return "upper(%s COLLATE \"und-x-icu\")".formatted(text);
  }

  private static String either(String first, String second) {
    return "(%s OR %s)".formatted(first, second);
  }
}
