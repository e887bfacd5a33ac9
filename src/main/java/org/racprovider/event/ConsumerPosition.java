package org.racprovider.event;

import io.vertx.core.Future;
import java.util.function.Supplier;

/** How far a consumer is, of which the store is told now and then. */
final class ConsumerPosition {

  private static final int MOST_UNSAVED = 256;

  private final PositionStore store;
  private long handled;
  private long saved;

  ConsumerPosition(PositionStore store) {
    this.store = store;
  }

  /**
   * Where it was.
   *
   * @param start where it begins when nothing is stored
   */
  Future<Long> load(Supplier<Future<Long>> start) {
    return store
        .load()
        .compose(stored -> stored.map(Future::succeededFuture).orElseGet(start))
        .onSuccess(
            last -> {
              handled = last;
              saved = last;
            });
  }

  /** Goes on by one event. */
  Future<Void> advance() {
    handled++;
    return handled - saved < MOST_UNSAVED ? Future.succeededFuture() : save();
  }

  boolean isSaved() {
    return handled == saved;
  }

  Future<Void> save() {
    long last = handled;
    return last == saved
        ? Future.succeededFuture()
        : store.save(last).onSuccess(done -> saved = last);
  }
}
