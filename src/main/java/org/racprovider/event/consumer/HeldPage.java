package org.racprovider.event.consumer;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.racprovider.event.consumer.PageTurns.Turn;

/** The turn that a consumer waits for or has. */
final class HeldPage {

  private final Optional<PageTurns> turns;
  private Optional<Turn> turn = Optional.empty();
  private boolean closed;

  /**
   * @param turns empty if the consumer may hold a page at any time
   */
  HeldPage(Optional<PageTurns> turns) {
    this.turns = turns;
  }

  /** Whether a page must be given back when the handler does not continue at once. */
  boolean isLimited() {
    return turns.isPresent();
  }

  /** Completes when a page may be read. Fails if the consumer has ended meanwhile. */
  Future<Void> acquire() {
    return turns
        .map(limited -> limited.next().compose(this::take))
        .orElseGet(Future::succeededFuture);
  }

  private Future<Void> take(Turn next) {
    turn = Optional.of(next);
    if (closed) {
      release();
      return Future.failedFuture("The consumer has ended");
    }
    return Future.succeededFuture();
  }

  /** Returns whether there is memory for the page that was read. */
  boolean tryHold(JsonObject read) {
    return turn.map(held -> held.tryHold(read)).orElse(true);
  }

  /** Gives the page back; returns whether there was one. */
  boolean release() {
    boolean held = turn.isPresent();
    turn.ifPresent(Turn::end);
    turn = Optional.empty();
    return held;
  }

  /** Gives the page back, also one that is not read yet. */
  void close() {
    closed = true;
    release();
  }
}
