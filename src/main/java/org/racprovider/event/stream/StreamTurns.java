package org.racprovider.event.stream;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import org.racprovider.event.consumer.PageTurns;
import org.racprovider.limits.MemoryBudget;
import org.racprovider.limits.MemoryBudget.Share;

/**
 * The turns of all streams and sockets of a node to read a page of events. Only a few of them hold
 * a page at a time, and use a connection to the database for it. Shared by all event loops.
 */
public final class StreamTurns implements PageTurns {

  private static final int MAX = 4;

  /** A page of 1 MiB, decoded and copied. */
  private static final int PAGE_BYTES = 4 << 20;

  private final Vertx vertx;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private int free;

  private record Waiting(Context context, Promise<Turn> turn) {

    void begin(Turn next) {
      context.runOnContext(ignored -> turn.complete(next));
    }
  }

  public StreamTurns(Vertx vertx, MemoryBudget memory) {
    this(vertx, (int) Math.max(1, Math.min(MAX, memory.limit(Share.PAGES) / PAGE_BYTES)));
  }

  /**
   * @param max how many may have a turn at a time
   */
  StreamTurns(Vertx vertx, int max) {
    this.vertx = vertx;
    this.free = max;
  }

  @Override
  public synchronized Future<Turn> next() {
    if (free > 0) {
      free--;
      return Future.succeededFuture(this::end);
    }
    Waiting last = new Waiting(vertx.getOrCreateContext(), Promise.promise());
    waiting.add(last);
    return last.turn().future();
  }

  private synchronized void end() {
    Waiting first = waiting.poll();
    if (first == null) {
      free++;
    } else {
      first.begin(this::end);
    }
  }
}
