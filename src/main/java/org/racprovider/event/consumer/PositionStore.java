package org.racprovider.event.consumer;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/** Stores a consumer's position in the feed. */
public interface PositionStore {

  /** The position of the last event that was handled; empty to begin with the oldest event kept. */
  Future<Optional<Long>> load();

  /**
   * Stores that the events up to this position were handled. If this takes more than 5 s, the
   * consumer ends; a position that is stored later is still valid.
   */
  Future<Void> save(long position);

  /** Stores nothing: the consumer always begins after this position. */
  static PositionStore startingAfter(long position) {
    return startingAfter(() -> Future.succeededFuture(position));
  }

  /**
   * Stores nothing: the consumer begins after a position that is determined when it starts.
   *
   * @param position is called when the consumer already receives published events
   */
  static PositionStore startingAfter(Supplier<Future<Long>> position) {
    return new PositionStore() {
      @Override
      public Future<Optional<Long>> load() {
        return position.get().map(Optional::of);
      }

      @Override
      public Future<Void> save(long handled) {
        return Future.succeededFuture();
      }
    };
  }
}
