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

  private StatementQueue queue(Vertx vertx, Duration timeout) {
    StatementQueue.Limits limits = new StatementQueue.Limits(() -> maxRunning, 2, timeout);
    AtomicReference<StatementQueue> queue = new AtomicReference<>();
    queue.set(new StatementQueue(vertx, limits, () -> queue.get().startWaiting()));
    return queue.get();
  }

  private Future<String> run(StatementQueue queue, String name, Future<String> outcome) {
    return queue.run(
        () -> {
          started.add(name);
          return outcome;
        });
  }
}
