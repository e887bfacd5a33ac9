package org.racprovider.provider.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import org.racprovider.bus.Failure;
import org.racprovider.config.DatabaseConfig;
import org.racprovider.db.DatabaseClient;
import org.racprovider.limits.Reservation;
import org.racprovider.provider.LargePages;
import org.racprovider.provider.Pagination;
import org.racprovider.provider.ProviderScope;

/**
 * Reads a page of providers with two statements: one counts, one reads the rows that are small. A
 * list without a filter uses the stored counts, so that it does not depend on how many providers
 * there are.
 */
final class ListStatement {

  /**
   * The number of providers of a list.
   *
   * @param stored whether it is the stored count; if so, the counts of the ranges are valid, too
   */
  private record Count(long providers, boolean stored) {}

  /** Of a longer page only the pks are read, with memory that is reserved. */
  private static final int MAX_SMALL_ROWS = 100;

  private final DatabaseClient database;

  ListStatement(DatabaseClient database) {
    this.database = database;
  }

  /**
   * Fails with 503 if there is too little memory.
   *
   * @param memory for the page; the caller must release it
   */
  Future<ProviderPage> execute(
      String subject, ListQuery query, ProviderScope scope, Reservation memory) {
    ProviderFilter filter = new ProviderFilter(query, scope);
    return count(subject, filter, scope)
        .compose(
            count -> {
              Pagination pagination =
                  Pagination.of(query.page(), query.pageSize(), count.providers());
              reserve(pagination.length(), memory);
              return page(subject, filter, query.ordering(), scope, pagination, count.stored())
                  .map(rows -> ProviderRows.ofSmall(rows, scope))
                  .map(rows -> new ProviderPage(pagination, rows));
            });
  }

  private static void reserve(int rows, Reservation memory) {
    if (rows > MAX_SMALL_ROWS && !memory.tryResize((long) rows * LargePages.BYTES_OF_ROW)) {
      throw Failure.unavailable();
    }
  }

  private Future<Count> count(String subject, ProviderFilter filter, ProviderScope scope) {
    return filter.acceptsAll()
        ? count(subject, StoredCounts.of(scope).count(), Tuple.tuple(), true)
            .compose(
                stored ->
                    stored
                        .map(Future::succeededFuture)
                        .orElseGet(() -> countMatches(subject, filter)))
        : countMatches(subject, filter);
  }

  private Future<Count> countMatches(String subject, ProviderFilter filter) {
    return count(subject, kept(filter.count(), filter.isUsual()), filter.values(), false)
        .map(Optional::orElseThrow);
  }

  private Future<Optional<Count>> count(String subject, String sql, Tuple values, boolean stored) {
    return database.execute(subject, sql, values).map(rows -> count(rows, stored));
  }

  private static Optional<Count> count(RowSet<Row> rows, boolean stored) {
    return rows.size() == 0
        ? Optional.empty()
        : Optional.of(new Count(rows.iterator().next().getLong("count"), stored));
  }

  /**
   * Reads a page. Near an end of the list it skips the rows before the page, elsewhere the ranges
   * before the page if the order has ranges.
   */
  private Future<RowSet<Row>> page(
      String subject,
      ProviderFilter filter,
      Ordering ordering,
      ProviderScope scope,
      Pagination pagination,
      boolean countsAreStored) {
    boolean reversed = pagination.rowsAfter() < pagination.offset();
    long offset = reversed ? pagination.rowsAfter() : pagination.offset();
    Optional<KeyRanges> ranges = ordering.ranges();
    if (countsAreStored && ranges.isPresent() && offset > KeyRanges.SIZE) {
      long rowsBelow = ordering.isDescending() ? pagination.rowsAfter() : pagination.offset();
      return database.execute(
          subject,
          kept(StoredCounts.of(scope).page(ranges.get(), ordering), ordering.isUsual()),
          Tuple.of(pagination.length(), rowsBelow, maxRowBytes(pagination)));
    }
    return database.execute(
        subject,
        kept(filter.page(ordering, reversed), filter.isUsual() && ordering.isUsual()),
        filter
            .values()
            .addInteger(pagination.length())
            .addLong(offset)
            .addInteger(maxRowBytes(pagination)));
  }

  /** Connections keep the usual statements only: the others have any number of texts. */
  private static String kept(String sql, boolean usual) {
    return usual ? sql : DatabaseConfig.unnamed(sql);
  }

  /** So that all small rows of a page are not too much together. */
  private static int maxRowBytes(Pagination pagination) {
    return pagination.length() <= MAX_SMALL_ROWS ? ProviderColumns.SMALL_ROW : 0;
  }
}
