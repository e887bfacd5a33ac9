package org.racprovider.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.racprovider.bus.Failure;

@ExtendWith(VertxExtension.class)
class StatementQueueTest {

  private final List<String> started = new ArrayList<>();
  private int maxRunning = 1;

  @Test
  void startsWaitingTasksInOrder(Vertx vertx) {
    // Given
    StatementQueue queue = queue(vertx, Duration.ofMinutes(1));
    Promise<String> first = Promise.promise();
    run(queue, "first", first.future());
    Future<String> second = run(queue, "second", Future.succeededFuture("2"));
    Future<String> third = run(queue, "third", Future.succeededFuture("3"));

    // When
    first.fail("any outcome releases the permit");

    // Then
    assertThat(started).containsExactly("first", "second", "third");
    assertThat(second.result()).isEqualTo("2");
    assertThat(third.result()).isEqualTo("3");
  }

  @Test
  void rejectsAtOnceWhenTooManyWait(Vertx vertx) {
    // Given
    StatementQueue queue = queue(vertx, Duration.ofMinutes(1));
    for (int i = 0; i < 3; i++) {
      run(queue, "busy", Promise.<String>promise().future());
    }

    // When
    Future<String> refused = run(queue, "refused", Future.succeededFuture());

    // Then
    assertThat(refused.cause()).isInstanceOf(Failure.class);
    assertThat(started).containsExactly("busy");
  }

  @Test
  void rejectsTaskAfterTimeout(Vertx vertx) {
    // Given
    StatementQueue queue = queue(vertx, Duration.ofMillis(20));
    Promise<String> first = Promise.promise();
    run(queue, "first", first.future());

    // When
    Future<String> late = run(queue, "late", Future.succeededFuture());

    // Then
    assertThatThrownBy(late::await).isInstanceOf(Failure.class);
    first.complete();
    assertThat(run(queue, "next", Future.succeededFuture()).succeeded()).isTrue();
    assertThat(started).containsExactly("first", "next");
  }

  @Test
  void startsWaitingTasksWhenMoreMayRun(Vertx vertx) {
    // Given
    StatementQueue queue = queue(vertx, Duration.ofMinutes(1));
    run(queue, "first", Promise.<String>promise().future());
    run(queue, "second", Future.succeededFuture());

    // When
    maxRunning = 3;
    run(queue, "third", Future.succeededFuture());

    // Then
    assertThat(started).containsExactly("first", "second", "third");
  }

  @Test
  void aTaskThatThrowsReleasesItsPermit(Vertx vertx) {
    // Given
    StatementQueue queue = queue(vertx, Duration.ofMinutes(1));
    Promise<String> first = Promise.promise();
    run(queue, "first", first.future());
    Future<String> waiting = queue.run("caller", StatementQueueTest::defect);

    // When
    first.complete();
    Future<String> atOnce = queue.run("caller", StatementQueueTest::defect);

    // Then
    assertThat(waiting.cause()).isInstanceOf(IllegalStateException.class);
    assertThat(atOnce.cause()).isInstanceOf(IllegalStateException.class);
    assertThat(queue.running()).isZero();
    assertThat(run(queue, "next", Future.succeededFuture()).succeeded()).isTrue();
  }

  @Test
  void aCallerLeavesATurnToOthers(Vertx vertx) {
    // Given
    maxRunning = 4;
    StatementQueue queue = queue(vertx, 10, Duration.ofMinutes(1));
    runForever(queue, "greedy", "g1", "g2", "g3", "g4", "g5");

    // When
    Future<String> other = run(queue, "other", "o1", Future.succeededFuture("1"));

    // Then
    assertThat(other.result()).isEqualTo("1");
    assertThat(started).containsExactly("g1", "g2", "g3", "o1");
  }

  @Test
  void aCallerHasHalfOfTheTurnsWhileOthersWait(Vertx vertx) {
    // Given
    maxRunning = 4;
    StatementQueue queue = queue(vertx, 20, Duration.ofMinutes(1));
    List<Promise<String>> greedy = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      greedy.add(Promise.promise());
      run(queue, "greedy", "g" + i, greedy.get(i).future());
    }

    // When
    runForever(queue, "other", "o0", "o1", "o2");
    greedy.get(0).complete();

    // Then
    assertThat(started).containsExactly("g0", "g1", "g2", "o0", "o1");

    // When
    greedy.get(1).complete();
    greedy.get(2).complete();

    // Then
    assertThat(started).containsExactly("g0", "g1", "g2", "o0", "o1", "g3", "g4");
  }

  @Test
  void callersTakeTurns(Vertx vertx) {
    // Given
    StatementQueue queue = queue(vertx, 20, Duration.ofMinutes(1));
    Promise<String> first = Promise.promise();
    run(queue, "a", "a1", first.future());
    for (String subject : List.of("a", "b", "c")) {
      run(queue, subject, subject + 2, Future.succeededFuture());
      run(queue, subject, subject + 3, Future.succeededFuture());
    }

    // When
    first.complete();

    // Then
    assertThat(started).containsExactly("a1", "a2", "b2", "c2", "a3", "b3", "c3");
  }

  @Test
  void aCallerWhoFillsTheQueueIsRefusedInsteadOfOthers(Vertx vertx) {
    // Given
    StatementQueue queue = queue(vertx, 3, Duration.ofMinutes(1));
    Promise<String> first = Promise.promise();
    run(queue, "greedy", "g1", first.future());
    Future<String> older = run(queue, "greedy", "g2", Future.succeededFuture("2"));
    run(queue, "greedy", "g3", Future.succeededFuture());
    Future<String> newest = run(queue, "greedy", "g4", Future.succeededFuture());

    // When
    Future<String> other = run(queue, "other", "o1", Future.succeededFuture("1"));
    Future<String> more = run(queue, "greedy", "g5", Future.succeededFuture());

    // Then
    assertThat(newest.cause()).isInstanceOf(Failure.class);
    assertThat(more.cause()).isInstanceOf(Failure.class);
    first.complete();
    assertThat(older.result()).isEqualTo("2");
    assertThat(other.result()).isEqualTo("1");
    assertThat(queue.waiting()).isZero();
  }

  private static Future<String> defect() {
    throw new IllegalStateException("a defect of the task");
  }

  private void runForever(StatementQueue queue, String subject, String... names) {
    for (String name : names) {
      run(queue, subject, name, Promise.<String>promise().future());
    }
  }

  private StatementQueue queue(Vertx vertx, Duration timeout) {
    return queue(vertx, 2, timeout);
  }

  private StatementQueue queue(Vertx vertx, int maxWaiting, Duration timeout) {
    StatementQueue.Limits limits = new StatementQueue.Limits(() -> maxRunning, maxWaiting, timeout);
    AtomicReference<StatementQueue> queue = new AtomicReference<>();
    queue.set(new StatementQueue(vertx, limits, () -> queue.get().startWaiting()));
    return queue.get();
  }

  private Future<String> run(StatementQueue queue, String name, Future<String> outcome) {
    return run(queue, "caller", name, outcome);
  }

  private Future<String> run(
      StatementQueue queue, String subject, String name, Future<String> outcome) {
    return queue.run(
        subject,
        () -> {
          started.add(name);
          return outcome;
        });
  }
}
