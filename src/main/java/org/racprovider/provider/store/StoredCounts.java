package org.racprovider.provider.store;

import org.racprovider.provider.ProviderScope;

/**
 * The SQL that reads the stored counts of providers (migration V005). It adds the changes that are
 * not counted yet, so that its results are exact.
 *
 * @param column the column of the counts
 * @param condition which providers and changes belong to them
 */
record StoredCounts(ProviderScope scope, String column, String condition) {

  static StoredCounts of(ProviderScope scope) {
    return scope == ProviderScope.RAC
        ? new StoredCounts(scope, "rac", "type = 'rac'")
        : new StoredCounts(scope, "total", "true");
  }

  /** The statement that returns the number of providers, or no row if it must be counted. */
  String count() {
    return """
        SELECT counted.%1$s + (SELECT coalesce(sum(added), 0)
                               FROM provider_uncounted_change
                               WHERE %2$s) AS count
        FROM provider_count AS counted
        WHERE counted.postgresql = pg_postmaster_start_time()
        """
        .formatted(column, condition);
  }

  /**
   * The statement that reads a page. Values: the length and the offset of the page, counted from
   * the lowest key, whatever the order of the rows on the page is, and the maximum size of a row.
   *
   * <p>It skips the ranges before the page, and begins to read at the start of a range. That is the
   * last range that certainly starts before the page. It is the first of all while a change has
   * many rows, whose keys are not known.
   */
  String page(KeyRanges ranges, Ordering ordering) {
    return """
        WITH change AS MATERIALIZED (
            SELECT added, %1$s FROM provider_uncounted_change WHERE %4$s
        ), range AS MATERIALIZED (
            SELECT %1$s[n] AS first, %5$s_by_%1$s[n] AS before
            FROM (SELECT %1$s, %5$s_by_%1$s,
                         greatest(1, width_bucket(
                             $2::bigint - (SELECT coalesce(sum(greatest(added, 0)), 0) FROM change),
                             %5$s_by_%1$s)) AS n
                  FROM provider_count) AS counted
        ), start AS MATERIALIZED (
            SELECT first,
                   before + (SELECT coalesce(sum(sign(change.added)), 0)::bigint
                             FROM change CROSS JOIN unnest(change.%1$s) AS changed (key)
                             WHERE changed.key %3$s < range.first) AS before
            FROM range
        )
        %8$s
        WHERE provider.pk = ANY (ARRAY(SELECT provider.pk
                                       FROM provider
                                       WHERE %4$s AND %2$s >= (SELECT first FROM start)
                                       ORDER BY %6$s
                                       LIMIT (SELECT $1::integer) OFFSET $2 - (SELECT before FROM start)))
        ORDER BY %7$s
        """
        .formatted(
            ranges.column(),
            ranges.key(),
            ranges.collation(),
            condition,
            column,
            ranges.order(),
            ordering.sql(false),
            ProviderColumns.selectSmall(scope, "$3"));
  }
}
