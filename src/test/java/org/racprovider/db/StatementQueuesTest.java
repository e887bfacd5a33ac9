package org.racprovider.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class StatementQueuesTest {

  private static final int CONNECTIONS = 4;

  private final Queue<Promise<Void>> reads = new ArrayDeque<>();
  private final Queue<Promise<Void>> changes = new ArrayDeque<>();
  private final Queue<Promise<Void>> creates = new ArrayDeque<>();
  private StatementQueues queues;

  @BeforeEach
  void create(Vertx vertx) {
    queues = new StatementQueues(vertx, CONNECTIONS);
  }

  @Test
  void keepsAConnectionForChangesWhenReadsAreSlow() {
    // Given
    read(10);

    // When
    change(1);

    // Then
    assertThat(reads).hasSize(CONNECTIONS - 1);
    assertThat(changes).hasSize(1);
  }

  @Test
  void keepsAConnectionForReadsWhenChangesAreSlow() {
    // Given
    change(10);

    // When
    read(1);

    // Then
    assertThat(changes).hasSize(CONNECTIONS - 1);
    assertThat(reads).hasSize(1);
  }

  @Test
  void neverUsesMoreThanAllConnections() {
    // When
    read(10);
    change(10);

    // Then
    assertThat(reads.size() + changes.size()).isEqualTo(CONNECTIONS);
    assertThat(queues.running()).isEqualTo(CONNECTIONS);
    assertThat(queues.waiting()).isEqualTo(20 - CONNECTIONS);
  }

  @Test
  void usesASingleConnectionInTurn(Vertx vertx) {
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
    assertThat(changes).hasSize(CONNECTIONS - 1);
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
  void startsCreatesAtOnce() {
    // Given
    read(10);
    change(10);

    // When
    queues.create(task(creates));

    // Then
    assertThat(creates).hasSize(1);
  }

  private void read(int times) {
    for (int i = 0; i < times; i++) {
      queues.read(task(reads));
    }
  }

  private void change(int times) {
    for (int i = 0; i < times; i++) {
      queues.change(task(changes));
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
