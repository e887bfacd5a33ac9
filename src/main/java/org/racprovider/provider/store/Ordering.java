package org.racprovider.provider.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The order of a list. The pk is its last column, so that pages never overlap. */
record Ordering(List<Column> columns) {

  record Column(String expression, boolean descending) {

    String sql(boolean reversed) {
      return expression + (descending == reversed ? " ASC" : " DESC");
    }
  }

  /** The index contains the first 200 characters; the whole name breaks ties. */
  private static final List<String> NAME =
      List.of(
          "left(provider.name, 200) COLLATE \"und-x-icu\"", "provider.name COLLATE \"und-x-icu\"");

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

  private static final Map<String, KeyRanges> RANGES =
      Map.of("provider.pk", KeyRanges.OF_PKS, NAME.get(0), KeyRanges.OF_NAMES);

  /** Columns by field name, {@code -} for descending; unknown names are dropped. */
  static Ordering of(List<String> fields) {
    List<Column> columns = new ArrayList<>();
    fields.forEach(field -> add(field, columns));
    if (columns.isEmpty()) {
      add("name", columns);
    }
    add("pk", columns);
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

  /** The ORDER BY list, reversed if required. */
  String sql(boolean reversed) {
    return columns.stream().map(column -> column.sql(reversed)).collect(Collectors.joining(", "));
  }

  private static void add(String field, List<Column> columns) {
    boolean descending = field.startsWith("-");
    COLUMNS
        .getOrDefault(descending ? field.substring(1) : field, List.of())
        .forEach(expression -> columns.add(new Column(expression, descending)));
  }
}
