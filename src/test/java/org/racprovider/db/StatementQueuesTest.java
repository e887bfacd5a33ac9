package org.racprovider.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
class StatementQueuesTest {

  private static final String CALLER = "caller";
  private static final int CONNECTIONS = 8;

  private final Queue<Promise<Void>> reads = new ArrayDeque<>();
  private final Queue<Promise<Void>> changes = new ArrayDeque<>();
  private final Queue<Promise<Void>> keyedCreates = new ArrayDeque<>();
  private final Queue<Promise<Void>> creates = new ArrayDeque<>();
  private Vertx vertx;
  private StatementQueues queues;

  @BeforeEach
  void create(Vertx vertx) {
    this.vertx = vertx;
    queues = new StatementQueues(vertx, CONNECTIONS);
  }

  @Test
  void noKindUsesTheConnectionsOfAnother() {
    // Given
    read(10);
    change(10);
    keyedCreate(10);

    // When
    queues.read("other", task(reads));
    queues.change("other", task(changes));
    queues.keyedCreate("other", task(keyedCreates));

    // Then
    assertThat(reads.size() + changes.size() + keyedCreates.size()).isEqualTo(CONNECTIONS);
    assertThat(reads).hasSize(4);
    assertThat(changes).hasSize(2);
    assertThat(keyedCreates).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 7, 8, 9, 20})
  void readsLeaveAConnectionToEachOtherKind(int connections) {
    // Given
    queues = new StatementQueues(vertx, connections);
    manyCallers().forEach(caller -> queues.read(caller, task(reads)));

    // When
    change(1);
    keyedCreate(1);

    // Then
    assertThat(changes).hasSize(1);
    assertThat(keyedCreates).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 7, 8, 9, 20})
  void changesLeaveAConnectionToEachOtherKind(int connections) {
    // Given
    queues = new StatementQueues(vertx, connections);
    manyCallers().forEach(caller -> queues.change(caller, task(changes)));

    // When
    read(1);
    keyedCreate(1);

    // Then
    assertThat(reads).hasSize(1);
    assertThat(keyedCreates).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 7, 8, 9, 20})
  void keyedCreatesLeaveAConnectionToEachOtherKind(int connections) {
    // Given
    queues = new StatementQueues(vertx, connections);
    manyCallers().forEach(caller -> queues.keyedCreate(caller, task(keyedCreates)));

    // When
    read(1);
    change(1);

    // Then
    assertThat(reads).hasSize(1);
    assertThat(changes).hasSize(1);
  }

  @Test
  void neverUsesMoreThanAllConnections() {
    // When
    for (String subject : List.of("a", "b", "c")) {
      IntStream.range(0, 10).forEach(i -> queues.read(subject, task(reads)));
      IntStream.range(0, 10).forEach(i -> queues.change(subject, task(changes)));
      IntStream.range(0, 10).forEach(i -> queues.keyedCreate(subject, task(keyedCreates)));
    }

    // Then
    assertThat(reads.size() + changes.size() + keyedCreates.size()).isEqualTo(CONNECTIONS);
    assertThat(queues.running()).isEqualTo(CONNECTIONS);
    assertThat(queues.waiting()).isEqualTo(90 - CONNECTIONS);
  }

  @Test
  void usesASingleConnectionInTurn() {
    // Given
    queues = new StatementQueues(vertx, 1);
    read(2);
    change(2);

    // When
    reads.remove().complete();
    int changesAfterRead = changes.size();
    changes.remove().complete();

    // Then
    assertThat(changesAfterRead).isEqualTo(1);
    assertThat(reads).hasSize(1);
    assertThat(changes).isEmpty();
  }

  @Test
  void leavesMostConnectionsUnusedByReadsDuringCreates() {
    // Given
    queues.create(task(creates));

    // When
    read(10);
    change(10);

    // Then
    assertThat(reads).hasSize(1);
    assertThat(changes).hasSize(3);

    // When
    queues.read("other", task(reads));

    // Then
    assertThat(reads).hasSize(2);
  }

  @Test
  void continuesWithReadsDuringCreates() {
    // Given
    queues.create(task(creates));
    read(10);

    // When
    reads.remove().complete();

    // Then
    assertThat(reads).hasSize(1);
    assertThat(queues.waiting()).isEqualTo(8);
  }

  @Test
  void aCreateThatThrowsDoesNotLimitReadsForLong() {
    // When
    Future<Void> create =
        queues.create(
            () -> {
              throw new IllegalStateException("a defect of the task");
            });

    // Then
    assertThat(create.cause()).isInstanceOf(IllegalStateException.class);
    await()
        .untilAsserted(
            () -> {
              read(1);
              assertThat(reads).hasSize(3);
            });
  }

  @Test
  void startsCreatesAtOnce() {
    // Given
    read(10);
    change(10);

    // When
    queues.create(task(creates));

    // Then
    assertThat(creates).hasSize(1);
  }

  private static Stream<String> manyCallers() {
    return IntStream.range(0, 100).mapToObj(i -> "caller " + i);
  }

  private void read(int times) {
    for (int i = 0; i < times; i++) {
      queues.read(CALLER, task(reads));
    }
  }

  private void change(int times) {
    for (int i = 0; i < times; i++) {
      queues.change(CALLER, task(changes));
    }
  }

  private void keyedCreate(int times) {
    for (int i = 0; i < times; i++) {
      queues.keyedCreate(CALLER, task(keyedCreates));
    }
  }

  /** A task that runs until the test ends it. */
  private static Supplier<Future<Void>> task(Queue<Promise<Void>> running) {
    return () -> {
      Promise<Void> end = Promise.promise();
      running.add(end);
      return end.future();
    };
  }
}
