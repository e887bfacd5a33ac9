package org.racprovider.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.racprovider.bus.Failure;

class StatementQueueTest {

  private final Vertx vertx = Vertx.vertx();
  private final List<String> started = new ArrayList<>();

  @AfterEach
  void closeVertx() {
    vertx.close().await();
  }

  @Test
  void startsWaitingTasksInTheirOrder() {
    // Given
    StatementQueue admission = admission(Duration.ofMinutes(1));
    Promise<String> first = Promise.promise();
    run(admission, "first", first.future());
    Future<String> second = run(admission, "second", Future.succeededFuture("2"));
    Future<String> third = run(admission, "third", Future.succeededFuture("3"));

    // When
    first.fail("any outcome makes room");

    // Then
    assertThat(started).containsExactly("first", "second", "third");
    assertThat(second.result()).isEqualTo("2");
    assertThat(third.result()).isEqualTo("3");
  }

  @Test
  void refusesAtOnceWhereTooManyWait() {
    // Given
    StatementQueue admission = admission(Duration.ofMinutes(1));
    for (int i = 0; i < 3; i++) {
      run(admission, "busy", Promise.<String>promise().future());
    }

    // When
    Future<String> refused = run(admission, "refused", Future.succeededFuture());

    // Then
    assertThat(refused.cause()).isInstanceOf(Failure.class);
    assertThat(started).containsExactly("busy");
  }

  @Test
  void refusesWhoHasWaitedTooLong() {
    // Given
    StatementQueue admission = admission(Duration.ofMillis(20));
    Promise<String> first = Promise.promise();
    run(admission, "first", first.future());

    // When
    Future<String> late = run(admission, "late", Future.succeededFuture());

    // Then
    assertThatThrownBy(late::await).isInstanceOf(Failure.class);
    first.complete();
    assertThat(run(admission, "next", Future.succeededFuture()).succeeded()).isTrue();
    assertThat(started).containsExactly("first", "next");
  }

  private StatementQueue admission(Duration patience) {
    return new StatementQueue(vertx, new StatementQueue.Limits(1, 2, patience));
  }

  private Future<String> run(StatementQueue admission, String name, Future<String> outcome) {
    return admission.run(
        () -> {
          started.add(name);
          return outcome;
        });
  }
}
