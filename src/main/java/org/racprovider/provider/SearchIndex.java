package org.racprovider.provider;

import io.vertx.sqlclient.Tuple;
import org.racprovider.db.DatabaseClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the pending list of the search index short. Inserts only append to it; left to PostgreSQL,
 * the insert that fills it merges it into the index while everybody waits, for 100 ms and more.
 */
final class SearchIndex {

  private static final Logger LOG = LoggerFactory.getLogger(SearchIndex.class);
  private static final String MERGE =
      "SELECT gin_clean_pending_list('provider_name_search'::regclass)";
  private static final int ROWS = 1000;

  private final DatabaseClient database;
  private int pending;
  private boolean merging;

  SearchIndex(DatabaseClient database) {
    this.database = database;
  }

  /** Tells of inserted rows; merges when there are enough of them. */
  void inserted(int rows) {
    pending += rows;
    if (pending >= ROWS && !merging) {
      pending = 0;
      merging = true;
      database
          .execute(MERGE, Tuple.tuple())
          .onFailure(cause -> LOG.warn("The search index was not merged: {}", cause.getMessage()))
          .onComplete(merged -> merging = false);
    }
  }
}
