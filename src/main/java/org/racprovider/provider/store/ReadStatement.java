package org.racprovider.provider.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.racprovider.db.DatabaseClient;
import org.racprovider.provider.ProviderScope;

/** Reads providers by their pks, without more bytes than its caller has memory for. */
final class ReadStatement {

  private static final Map<ProviderScope, String> SMALL = new EnumMap<>(ProviderScope.class);
  private static final Map<ProviderScope, String> UP_TO = new EnumMap<>(ProviderScope.class);

  static {
    for (ProviderScope scope : ProviderScope.values()) {
      String condition = scope == ProviderScope.RAC ? " AND provider.type = 'rac'" : "";
      SMALL.put(
          scope, ProviderColumns.selectSmall(scope, "$2") + " WHERE provider.pk = $1" + condition);
      UP_TO.put(scope, ProviderColumns.selectUpTo(scope));
    }
  }

  private final DatabaseClient database;

  ReadStatement(DatabaseClient database) {
    this.database = database;
  }

  /** Reads a provider if it is small; 404 if it does not exist. */
  Future<ProviderRows> small(String subject, int pk, ProviderScope scope) {
    return database
        .execute(subject, SMALL.get(scope), Tuple.of(pk, ProviderColumns.SMALL_ROW))
        .map(rows -> ProviderRows.ofSmall(rows, scope))
        .map(rows -> rows.requireFound(scope));
  }

  /** Reads the first of these providers, as many as have this size together. */
  Future<ProviderRows> upTo(String subject, long bytes, List<Integer> pks, ProviderScope scope) {
    Tuple values = Tuple.tuple().addArrayOfInteger(pks.toArray(Integer[]::new)).addLong(bytes);
    return database
        .execute(subject, UP_TO.get(scope), values)
        .map(rows -> ProviderRows.of(rows, pks, scope));
  }
}
