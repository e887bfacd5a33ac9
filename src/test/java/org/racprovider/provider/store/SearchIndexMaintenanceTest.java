package org.racprovider.provider.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SearchIndexMaintenanceTest {

  private static final int MANY = 10_000;

  private final Vertx vertx = Vertx.vertx();
  private final BlockingQueue<Promise<Void>> merges = new LinkedBlockingQueue<>();
  private final SearchIndexMaintenance index = new SearchIndexMaintenance(this::merge, vertx);

  @AfterEach
  void closeVertx() {
    vertx.close().await();
  }

  @Test
  void mergesTheLastFewRowsAfterAWhile() throws InterruptedException {
    // When
    inserted(1);

    // Then
    assertThat(next()).isNotNull();
  }

  @Test
  void mergesWhatCameDuringAMergeThoughNothingComesAfter() throws InterruptedException {
    // Given
    inserted(MANY);
    Promise<Void> running = next();
    inserted(MANY);

    // When
    vertx.runOnContext(turn -> running.complete());

    // Then
    assertThat(next()).isNotNull();
  }

  private Future<?> merge() {
    Promise<Void> merge = Promise.promise();
    merges.add(merge);
    return merge.future();
  }

  /** Confined to an event loop, as in the server. */
  private void inserted(int rows) {
    vertx.runOnContext(turn -> index.inserted(rows));
  }

  private Promise<Void> next() throws InterruptedException {
    return merges.poll(30, TimeUnit.SECONDS);
  }
}
