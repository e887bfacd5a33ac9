package org.racprovider.provider.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.util.function.Supplier;
import org.racprovider.db.DatabaseClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the pending list of the search index short. Inserts append to this list. An insert that
 * fills the list merges it into the index, which delays the clients of this insert by 100 ms or
 * more. Merging many rows costs little more than merging few. So this class merges the rows in
 * large batches, and also a second after an insert.
 */
final class SearchIndexMaintenance {

  private static final Logger LOG = LoggerFactory.getLogger(SearchIndexMaintenance.class);
  private static final String MERGE =
      "SELECT gin_clean_pending_list('provider_name_search'::regclass)";
  private static final int BATCH = 8192;
  private static final long QUIET_MILLIS = 1000;

  private final Supplier<Future<?>> merge;
  private final Vertx vertx;
  private int pending;
  private boolean mergeScheduled;
  private boolean merging;

  SearchIndexMaintenance(DatabaseClient database, Vertx vertx) {
    this(() -> database.execute(MERGE, Tuple.tuple()), vertx);
  }

  SearchIndexMaintenance(Supplier<Future<?>> merge, Vertx vertx) {
    this.merge = merge;
    this.vertx = vertx;
  }

  /** Counts inserted rows. */
  void inserted(int rows) {
    pending += rows;
    if (pending >= BATCH) {
      merge();
    } else {
      scheduleMerge();
    }
  }

  private void scheduleMerge() {
    if (!mergeScheduled) {
      mergeScheduled = true;
      vertx.setTimer(QUIET_MILLIS, timer -> mergePending());
    }
  }

  private void mergePending() {
    mergeScheduled = false;
    if (pending > 0) {
      merge();
    }
  }

  private void merge() {
    if (merging) {
      return;
    }
    pending = 0;
    merging = true;
    merge
        .get()
        .onFailure(cause -> LOG.warn("The search index was not merged: {}", cause.getMessage()))
        .onComplete(merged -> endMerge());
  }

  private void endMerge() {
    merging = false;
    if (pending > 0) {
      scheduleMerge();
    }
  }
}
