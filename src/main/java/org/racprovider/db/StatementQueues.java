package org.racprovider.db;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.racprovider.db.StatementQueue.Limits;

/**
 * The queues of reads and of changes. Both use the connections of one pool, but neither kind may
 * use all of them, so slow reads do not stop changes and blocked changes do not stop reads. While
 * creates are stored, reads use only a quarter of the connections, because more of them would take
 * the processors of the database from the creates. Confined to one event loop.
 */
final class StatementQueues {

  private static final int MAX_WAITING = 1024;

  /** A wait and a statement of this length end before the caller's timeout. */
  private static final Duration CHANGE_TIMEOUT = Duration.ofSeconds(1);

  /** Longer, because a read whose caller has timed out has no effect. */
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(2);

  /** Bridges the pauses between two statements of creates. */
  private static final Duration AFTER_CREATES = Duration.ofMillis(100);

  private final int connections;
  private final StatementQueue reads;
  private final StatementQueue changes;
  private int creates;
  private long lastCreate = System.nanoTime() - AFTER_CREATES.toNanos();

  /**
   * @param connections how many reads and changes may run at once
   */
  StatementQueues(Vertx vertx, int connections) {
    this.connections = connections;
    this.reads = queue(vertx, this::maxReads, READ_TIMEOUT, this::startAfterRead);
    this.changes = queue(vertx, this::maxChanges, CHANGE_TIMEOUT, this::startAfterChange);
  }

  private static StatementQueue queue(
      Vertx vertx, IntSupplier maxRunning, Duration timeout, Runnable onEnd) {
    return new StatementQueue(vertx, new Limits(maxRunning, MAX_WAITING, timeout), onEnd);
  }

  /** Runs a read, as {@link StatementQueue#run} does. */
  <T> Future<T> read(Supplier<Future<T>> task) {
    return reads.run(task);
  }

  /** Runs a change, as {@link StatementQueue#run} does. */
  <T> Future<T> change(Supplier<Future<T>> task) {
    return changes.run(task);
  }

  /** Runs a statement of creates at once: it has a connection of its own. */
  <T> Future<T> create(Supplier<Future<T>> task) {
    creates++;
    return task.get()
        .onComplete(
            ignored -> {
              creates--;
              lastCreate = System.nanoTime();
            });
  }

  /** How many reads and changes run. Safe on any thread, as {@link #waiting} is. */
  int running() {
    return reads.running() + changes.running();
  }

  int waiting() {
    return reads.waiting() + changes.waiting();
  }

  private int maxReads() {
    int share = createsAreBusy() ? connections / 4 : connections - 1;
    return Math.min(Math.max(1, share), connections - changes.running());
  }

  private boolean createsAreBusy() {
    return creates > 0 || System.nanoTime() - lastCreate < AFTER_CREATES.toNanos();
  }

  private int maxChanges() {
    return Math.min(Math.max(1, connections - 1), connections - reads.running());
  }

  private void startAfterRead() {
    changes.startWaiting();
    reads.startWaiting();
  }

  private void startAfterChange() {
    reads.startWaiting();
    changes.startWaiting();
  }
}
