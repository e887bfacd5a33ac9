package org.racprovider.event.stream;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import org.racprovider.bus.Actor;
import org.racprovider.event.consumer.HeapSize;
import org.racprovider.event.consumer.PageTurns;
import org.racprovider.event.consumer.PageTurns.Turn;
import org.racprovider.limits.CallerMemory;
import org.racprovider.limits.FairQueue;
import org.racprovider.limits.Reservation;

/**
 * The turns of all streams and sockets of a node to read a page of events. Only a few of them hold
 * a page at a time, and use a connection to the database for it. Callers take turns, and one caller
 * leaves a page to others, however many streams it has. Shared by all event loops.
 */
public final class StreamTurns {

  private static final int MAX = 4;

  /** A page of 1 MiB, decoded and copied. */
  private static final int PAGE_BYTES = 4 << 20;

  private final Vertx vertx;
  private final CallerMemory memory;
  private final FairQueue<Waiting> waiting = new FairQueue<>();
  private final Map<String, Integer> turnsOfSubjects = new HashMap<>();
  private final int maxOfSubject;
  private int free;

  private record Waiting(String subject, Context context, Promise<Turn> turn) {

    void begin(Turn next) {
      context.runOnContext(ignored -> turn.complete(next));
    }
  }

  /**
   * @param memory for the pages
   */
  public StreamTurns(Vertx vertx, CallerMemory memory) {
    this(vertx, memory, (int) Math.max(1, Math.min(MAX, memory.limit() / PAGE_BYTES)));
  }

  /**
   * @param max how many may have a turn at a time
   */
  StreamTurns(Vertx vertx, CallerMemory memory, int max) {
    this.vertx = vertx;
    this.memory = memory;
    this.free = max;
    this.maxOfSubject = Math.max(1, max - 1);
  }

  /** The turns of a caller. */
  PageTurns of(Actor actor) {
    return new PageTurns() {
      @Override
      public Actor actor() {
        return actor;
      }

      @Override
      public Future<Turn> next() {
        return StreamTurns.this.next(actor.subject());
      }
    };
  }

  private synchronized Future<Turn> next(String subject) {
    if (mayTakeTurn(subject)) {
      return Future.succeededFuture(begin(subject));
    }
    Waiting last = new Waiting(subject, vertx.getOrCreateContext(), Promise.promise());
    waiting.add(subject, last);
    return last.turn().future();
  }

  private boolean mayTakeTurn(String subject) {
    return free > 0 && turnsOfSubjects.getOrDefault(subject, 0) < maxOfSubject;
  }

  private Turn begin(String subject) {
    free--;
    turnsOfSubjects.merge(subject, 1, Integer::sum);
    return new PageTurn(subject);
  }

  private synchronized void end(String subject) {
    free++;
    turnsOfSubjects.computeIfPresent(subject, (key, count) -> count == 1 ? null : count - 1);
    for (Waiting next = poll(); next != null; next = poll()) {
      next.begin(begin(next.subject()));
    }
  }

  private Waiting poll() {
    return waiting.poll(this::mayTakeTurn);
  }

  private final class PageTurn implements Turn {

    private final String subject;
    private final Reservation page;

    PageTurn(String subject) {
      this.subject = subject;
      this.page = new Reservation(memory, subject);
    }

    @Override
    public boolean tryHold(JsonObject read) {
      return page.tryResize(HeapSize.of(read));
    }

    @Override
    public void end() {
      page.release();
      StreamTurns.this.end(subject);
    }
  }
}
