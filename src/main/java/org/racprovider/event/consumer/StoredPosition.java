package org.racprovider.event.consumer;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The position of the last event that a consumer handled. It is stored after each batch of events,
 * and when the consumer is idle or ends.
 */
final class StoredPosition {

  private final PositionStore store;
  private final int batch;
  private final Duration timeout;
  private long handled;
  private long stored;

  /**
   * @param batch how many events may be handled before the position is stored
   * @param timeout how long the store may take
   */
  StoredPosition(PositionStore store, int batch, Duration timeout) {
    this.store = store;
    this.batch = batch;
    this.timeout = timeout;
  }

  /** Reads the position of the last run; empty if there is none. */
  Future<Optional<Long>> load() {
    return bounded(store::load);
  }

  /** Sets the position from which the consumer starts. */
  void startAfter(long position) {
    handled = position;
    stored = position;
  }

  /** Notes that an event was handled. */
  Future<Void> handled(long position) {
    handled = position;
    return handled - stored < batch ? Future.succeededFuture() : save();
  }

  boolean isStored() {
    return stored == handled;
  }

  Future<Void> save() {
    long position = handled;
    return isStored()
        ? Future.succeededFuture()
        : bounded(() -> store.save(position)).onSuccess(ignored -> stored = position);
  }

  /** A store may throw, or wait for a database that never responds. */
  private <T> Future<T> bounded(Supplier<Future<T>> step) {
    return Future.succeededFuture()
        .compose(ignored -> step.get())
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }
}
