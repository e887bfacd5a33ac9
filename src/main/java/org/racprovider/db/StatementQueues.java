package org.racprovider.db;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.racprovider.db.StatementQueue.Limits;

/**
 * The queues of reads, of changes, and of creates with an idempotency key. They use the connections
 * of one pool. From three connections on, each kind keeps one for itself, and from eight on two, so
 * slow statements of one kind do not stop the others. While creates are stored by the group commit,
 * reads use only a quarter of the connections, because more of them would take the processors of
 * the database from the creates. Confined to one event loop.
 */
final class StatementQueues {

  private static final int MAX_WAITING = 1024;

  /** A wait and a statement of this length end before the caller's timeout. */
  private static final Duration CHANGE_TIMEOUT = Duration.ofSeconds(1);

  /** Longer, because a read whose caller has timed out has no effect. */
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(2);

  /** Bridges the pauses between two statements of creates. */
  private static final Duration AFTER_CREATES = Duration.ofMillis(100);

  private static final int KINDS = 3;

  /** One of two connections of a kind serves other subjects while a statement of one blocks. */
  private static final int MOST_KEPT = 2;

  private final int connections;
  private final StatementQueue reads;
  private final StatementQueue changes;
  private final StatementQueue keyedCreates;
  private int creates;
  private long lastCreate = System.nanoTime() - AFTER_CREATES.toNanos();

  /**
   * @param connections how many statements may run at once, without those of the group commit
   */
  StatementQueues(Vertx vertx, int connections) {
    this.connections = connections;
    this.reads = queue(vertx, this::maxReads, READ_TIMEOUT, this::startAfterRead);
    this.changes = queue(vertx, this::maxChanges, CHANGE_TIMEOUT, this::startAfterChange);
    this.keyedCreates = queue(vertx, this::maxKeyed, CHANGE_TIMEOUT, this::startAfterKeyedCreate);
  }

  private static StatementQueue queue(
      Vertx vertx, IntSupplier maxRunning, Duration timeout, Runnable onEnd) {
    return new StatementQueue(vertx, new Limits(maxRunning, MAX_WAITING, timeout), onEnd);
  }

  /** Runs a read, as {@link StatementQueue#run} does. */
  <T> Future<T> read(String subject, Supplier<Future<T>> task) {
    return reads.run(subject, task);
  }

  /** Runs a change, as {@link StatementQueue#run} does. */
  <T> Future<T> change(String subject, Supplier<Future<T>> task) {
    return changes.run(subject, task);
  }

  /** Runs a create with an idempotency key, as {@link StatementQueue#run} does. */
  <T> Future<T> keyedCreate(String subject, Supplier<Future<T>> task) {
    return keyedCreates.run(subject, task);
  }

  /** Runs a statement of creates at once: it has a connection of its own. */
  <T> Future<T> create(Supplier<Future<T>> task) {
    creates++;
    return StatementQueue.guarded(task)
        .onComplete(
            ignored -> {
              creates--;
              lastCreate = System.nanoTime();
            });
  }

  /** How many reads, changes and creates with a key run. Safe on any thread. */
  int running() {
    return reads.running() + changes.running() + keyedCreates.running();
  }

  /** How many of them wait. Safe on any thread. */
  int waiting() {
    return reads.waiting() + changes.waiting() + keyedCreates.waiting();
  }

  private int maxReads() {
    int max = max(changes, keyedCreates);
    return createsAreBusy() ? Math.min(max, Math.max(MOST_KEPT, connections / 4)) : max;
  }

  private int maxChanges() {
    return max(reads, keyedCreates);
  }

  private int maxKeyed() {
    return max(reads, changes);
  }

  /** What the other kinds neither use nor keep; one connection at most if there are too few. */
  private int max(StatementQueue other, StatementQueue another) {
    int kept = connections < KINDS ? 0 : Math.max(1, Math.min(MOST_KEPT, connections / 4));
    int free = connections - Math.max(kept, other.running()) - Math.max(kept, another.running());
    return kept == 0 ? Math.min(1, free) : free;
  }

  private boolean createsAreBusy() {
    return creates > 0 || System.nanoTime() - lastCreate < AFTER_CREATES.toNanos();
  }

  private void startAfterRead() {
    startWaiting(changes, keyedCreates, reads);
  }

  private void startAfterChange() {
    startWaiting(keyedCreates, reads, changes);
  }

  private void startAfterKeyedCreate() {
    startWaiting(reads, changes, keyedCreates);
  }

  private static void startWaiting(StatementQueue... inOrder) {
    for (StatementQueue queue : inOrder) {
      queue.startWaiting();
    }
  }
}
