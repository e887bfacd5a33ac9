package org.racprovider.provider.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The order of a list. The pk is its last column, so that pages never overlap. */
record Ordering(List<Column> columns) {

  record Column(String expression, boolean descending) {

    String sql(boolean reversed) {
      return expression + (descending == reversed ? " ASC" : " DESC");
    }
  }

  /**
   * The index contains the first 200 characters, and the first 1,000 break ties: comparing names of
   * a megabyte would take longer than a list may.
   */
  private static final List<String> NAME =
      List.of(
          "left(provider.name, 200) COLLATE \"und-x-icu\"",
          "left(provider.name, 1000) COLLATE \"und-x-icu\"");

  private static final Map<String, List<String>> COLUMNS =
      Map.of(
          "pk", List.of("provider.pk"),
          "name", NAME,
          "authentication_flow", List.of("provider.authentication_flow"),
          "authorization_flow", List.of("provider.authorization_flow"),
          "property_mappings", List.of("provider.property_mappings"),
          "settings", List.of("provider.settings"),
          "connection_expiry", List.of("provider.connection_expiry"),
          "delete_token_on_disconnect", List.of("provider.delete_token_on_disconnect"));

  /** Providers are hardly ever equal in one of them, so further fields have no effect. */
  private static final Set<String> UNIQUE = Set.of("pk", "name");

  private static final Map<String, KeyRanges> RANGES =
      Map.of("provider.pk", KeyRanges.OF_PKS, NAME.get(0), KeyRanges.OF_NAMES);

  /** The usual orders, whose statements are worth keeping. */
  private static final Set<Ordering> USUAL =
      Stream.of("name", "-name", "pk", "-pk")
          .map(field -> of(List.of(field)))
          .collect(Collectors.toUnmodifiableSet());

  /**
   * Columns by field name, {@code -} for descending; unknown names are dropped. So are fields that
   * have no effect: repeated ones, and those after a unique one.
   */
  static Ordering of(List<String> fields) {
    List<Column> columns = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String field : fields) {
      String name = field.startsWith("-") ? field.substring(1) : field;
      if (COLUMNS.containsKey(name) && names.add(name)) {
        add(name, field.startsWith("-"), columns);
      }
      if (UNIQUE.contains(name)) {
        break;
      }
    }
    if (columns.isEmpty()) {
      add("name", false, columns);
    }
    add("pk", false, columns);
    return new Ordering(columns);
  }

  /** The ranges of the first column; empty if there are none. The others do not matter then. */
  Optional<KeyRanges> ranges() {
    return Optional.ofNullable(RANGES.get(columns.get(0).expression()));
  }

  /** Whether the first column is descending. */
  boolean isDescending() {
    return columns.get(0).descending();
  }

  boolean isUsual() {
    return USUAL.contains(this);
  }

  /** The ORDER BY list, reversed if required. */
  String sql(boolean reversed) {
    return columns.stream().map(column -> column.sql(reversed)).collect(Collectors.joining(", "));
  }

  private static void add(String field, boolean descending, List<Column> columns) {
    COLUMNS.get(field).forEach(expression -> columns.add(new Column(expression, descending)));
  }
}
