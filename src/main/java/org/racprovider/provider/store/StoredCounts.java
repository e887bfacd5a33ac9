package org.racprovider.provider.store;

import org.racprovider.provider.ProviderScope;

/**
 * The SQL that reads the stored counts of providers (migration V005). It adds the changes that are
 * not counted yet, so that its results are exact.
 *
 * @param column the column of the counts
 * @param condition which providers and changes belong to them
 */
record StoredCounts(String column, String condition) {

  static StoredCounts of(ProviderScope scope) {
    return scope == ProviderScope.RAC
        ? new StoredCounts("rac", "type = 'rac'")
        : new StoredCounts("total", "true");
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
   * the lowest key, whatever the order of the rows on the page is.
   *
   * <p>It skips the ranges before the page: it adds up their numbers and the changes that are not
   * counted yet, and begins to read at the start of a range. That is the last range that certainly
   * starts before the page. It is the first of all while a change has many rows, whose keys are not
   * known.
   */
  String page(KeyRanges ranges, Ordering ordering) {
    return """
        WITH change AS MATERIALIZED (
            SELECT added, %3$s FROM provider_uncounted_change WHERE %5$s
        ), start AS MATERIALIZED (
            SELECT range.first,
                   range.before + (SELECT coalesce(sum(sign(change.added)), 0)
                                   FROM change CROSS JOIN unnest(change.%3$s) AS changed (key)
                                   WHERE changed.key %4$s < range.first) AS before
            FROM (SELECT first, sum(%6$s) OVER (ORDER BY first ROWS UNBOUNDED PRECEDING) - %6$s AS before
                  FROM %1$s) AS range
            WHERE range.before + (SELECT coalesce(sum(greatest(added, 0)), 0) FROM change) <= $2
               OR range.first = (SELECT min(first) FROM %1$s)
            ORDER BY range.first DESC
            LIMIT 1
        )
        SELECT provider.*
        FROM (SELECT provider.pk
              FROM provider
              WHERE %5$s AND %2$s >= (SELECT first FROM start)
              ORDER BY %7$s
              LIMIT $1 OFFSET $2 - (SELECT before FROM start)) AS page
        JOIN provider_representation AS provider ON provider.pk = page.pk
        ORDER BY %8$s
        """
        .formatted(
            ranges.table(),
            ranges.key(),
            ranges.changed(),
            ranges.collation(),
            condition,
            column,
            ranges.order(),
            ordering.sql(false));
  }
}
