package org.racprovider.event.consumer;

import io.vertx.core.Future;
import java.util.Optional;

/** Where a consumer keeps how far it is. */
public interface PositionStore {

  /** The position of the last event that was handled; empty to begin with the oldest event kept. */
  Future<Optional<Long>> load();

  /**
   * Writes down that the events up to this position were handled. A consumer waits 5 s for it, and
   * ends then; what is written later still holds.
   */
  Future<Void> save(long position);

  /** Keeps nothing: the consumer begins behind this position each time. */
  static PositionStore startingAfter(long position) {
    return new PositionStore() {
      @Override
      public Future<Optional<Long>> load() {
        return Future.succeededFuture(Optional.of(position));
      }

      @Override
      public Future<Void> save(long handled) {
        return Future.succeededFuture();
      }
    };
  }
}
