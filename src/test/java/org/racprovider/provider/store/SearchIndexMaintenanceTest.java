package org.racprovider.provider.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class SearchIndexMaintenanceTest {

  private static final int MANY = 10_000;

  private Vertx vertx;
  private final BlockingQueue<Promise<Void>> merges = new LinkedBlockingQueue<>();
  private SearchIndexMaintenance index;

  @BeforeEach
  void prepare(Vertx injected) {
    vertx = injected;
    index = new SearchIndexMaintenance(this::merge, vertx);
  }

  @Test
  void mergesTheLastRowsAfterAPause() throws InterruptedException {
    // When
    inserted(1);

    // Then
    assertThat(next()).isNotNull();
  }

  @Test
  void mergesRowsThatWereInsertedDuringAMerge() throws InterruptedException {
    // Given
    inserted(MANY);
    Promise<Void> running = next();
    inserted(MANY);

    // When
    vertx.runOnContext(ignored -> running.complete());

    // Then
    assertThat(next()).isNotNull();
  }

  private Future<?> merge() {
    Promise<Void> merge = Promise.promise();
    merges.add(merge);
    return merge.future();
  }

  /** Runs on an event loop, as in the server. */
  private void inserted(int rows) {
    vertx.runOnContext(ignored -> index.inserted(rows));
  }

  private Promise<Void> next() throws InterruptedException {
    return merges.poll(30, TimeUnit.SECONDS);
  }
}
