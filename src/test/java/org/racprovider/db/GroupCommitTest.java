package org.racprovider.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.racprovider.bus.Failure;
import org.racprovider.config.AppConfig.CreateConfig;

/** Requests are strings. The result of a request is the string in upper case. */
class GroupCommitTest {

  private static final String CALLER = "caller";
  private static final CreateConfig LIMITS = new CreateConfig(1, 4, 8);

  /** A statement in flight. */
  private record SentBatch(List<String> requests, Promise<List<Future<String>>> outcomes) {

    void succeed() {
      outcomes.complete(upperCase(requests));
    }
  }

  private final Queue<SentBatch> sent = new ArrayDeque<>();

  @Test
  void sendsSingleRequestAtOnce() {
    // Given
    GroupCommit<String, String> group = holding(LIMITS);

    // When
    Future<String> outcome = group.submit(CALLER, "a");

    // Then
    assertThat(sent).hasSize(1);
    sent.remove().succeed();
    assertThat(outcome.result()).isEqualTo("A");
  }

  @Test
  void sendsRequestsThatArriveDuringAStatementTogetherInOrder() {
    // Given
    GroupCommit<String, String> group = holding(LIMITS);
    group.submit(CALLER, "a");

    // When
    List<Future<String>> outcomes = submit(group, "b", "c", "d");
    sent.remove().succeed();

    // Then
    assertThat(sent.element().requests()).containsExactly("b", "c", "d");
    sent.remove().succeed();
    assertThat(outcomes).extracting(Future::result).containsExactly("B", "C", "D");
    assertThat(sent).isEmpty();
  }

  @Test
  void keepsMaximumBatchSize() {
    // Given
    GroupCommit<String, String> group = holding(LIMITS);
    submit(group, "0", "1", "2", "3", "4", "5");

    // When
    sent.remove().succeed();

    // Then
    assertThat(sent.remove().requests()).containsExactly("1", "2", "3", "4");
    assertThat(sent).isEmpty();
  }

  @Test
  void keepsMaximumOfStatementsInFlight() {
    // Given
    GroupCommit<String, String> group = holding(new CreateConfig(2, 1, 8));

    // When
    submit(group, "a", "b", "c");

    // Then
    assertThat(sent).extracting(SentBatch::requests).containsExactly(List.of("a"), List.of("b"));
  }

  @Test
  void doesNotLetTheSecondOfTwoRequestsWaitForTheFirst() {
    // Given
    GroupCommit<String, String> group = holding(new CreateConfig(2, 4, 8));

    // When
    submit(group, "a", "b");

    // Then
    assertThat(sent).extracting(SentBatch::requests).containsExactly(List.of("a"), List.of("b"));
  }

  @Test
  void sendsConcurrentStatementWhenHalfAsManyWaitAsAreInFlight() {
    // Given
    List<Runnable> tasks = new ArrayList<>();
    GroupCommit<String, String> group =
        new GroupCommit<>(this::hold, new CreateConfig(2, 8, 8), () -> tasks::add);
    submit(group, "1", "2", "3", "4", "5", "6");
    runAll(tasks);

    // When
    submit(group, "a", "b");
    runAll(tasks);
    List<List<String>> before = sent.stream().map(SentBatch::requests).toList();
    group.submit(CALLER, "c");
    runAll(tasks);

    // Then
    assertThat(before).containsExactly(List.of("1", "2", "3", "4", "5", "6"));
    assertThat(sent)
        .extracting(SentBatch::requests)
        .containsExactly(List.of("1", "2", "3", "4", "5", "6"), List.of("a", "b", "c"));
  }

  @Test
  void sendsConcurrentStatementWhenAWholeBatchWaits() {
    // Given
    List<Runnable> tasks = new ArrayList<>();
    GroupCommit<String, String> group =
        new GroupCommit<>(this::hold, new CreateConfig(4, 2, 8), () -> tasks::add);
    submit(group, "1", "2", "3", "4", "5", "6");
    runAll(tasks);

    // When
    submit(group, "a", "b");
    runAll(tasks);

    // Then
    assertThat(sent)
        .extracting(SentBatch::requests)
        .containsExactly(
            List.of("1", "2"), List.of("3", "4"), List.of("5", "6"), List.of("a", "b"));
  }

  @Test
  void countsRequestsOfAnEndedStatementNoLonger() {
    // Given
    List<Runnable> tasks = new ArrayList<>();
    GroupCommit<String, String> group =
        new GroupCommit<>(this::hold, new CreateConfig(2, 8, 8), () -> tasks::add);
    submit(group, "1", "2", "3", "4");
    runAll(tasks);

    // When
    sent.remove().succeed();
    submit(group, "a");
    runAll(tasks);
    submit(group, "b");
    runAll(tasks);

    // Then
    assertThat(sent).extracting(SentBatch::requests).containsExactly(List.of("a"), List.of("b"));
  }

  @Test
  void sendsRequestsOfOneTaskTogether() {
    // Given
    List<Runnable> tasks = new ArrayList<>();
    GroupCommit<String, String> group = new GroupCommit<>(this::hold, LIMITS, () -> tasks::add);

    // When
    submit(group, "a", "b", "c");
    runAll(tasks);

    // Then
    assertThat(sent).extracting(SentBatch::requests).containsExactly(List.of("a", "b", "c"));
  }

  @Test
  void rejectsAtOnceWhenQueueIsFull() {
    // Given
    GroupCommit<String, String> group = holding(LIMITS);
    group.submit(CALLER, "in flight");
    IntStream.range(0, LIMITS.queue()).forEach(n -> group.submit(CALLER, "waiting"));

    // When
    Future<String> refused = group.submit(CALLER, "one too many");

    // Then
    assertThat(kind(refused)).isEqualTo(Failure.Kind.UNAVAILABLE);
    sent.remove().succeed();
    assertThat(group.submit(CALLER, "second attempt").isComplete()).isFalse();
  }

  @Test
  void callersTakeTurns() {
    // Given
    GroupCommit<String, String> group = holding(LIMITS);
    submit(group, "in flight", "a1", "a2", "a3", "a4", "a5");

    // When
    group.submit("other", "b1");
    group.submit("third", "c1");
    sent.remove().succeed();

    // Then
    assertThat(sent.remove().requests()).containsExactly("a1", "b1", "c1", "a2");
  }

  @Test
  void aCallerWhoFillsTheQueueIsRefusedInsteadOfOthers() {
    // Given
    GroupCommit<String, String> group = holding(LIMITS);
    submit(group, "in flight", "1", "2", "3", "4", "5", "6", "7");
    Future<String> newest = group.submit(CALLER, "8");

    // When
    Future<String> other = group.submit("other", "b");

    // Then
    assertThat(kind(newest)).isEqualTo(Failure.Kind.UNAVAILABLE);
    sent.remove().succeed();
    assertThat(sent.element().requests()).containsExactly("1", "b", "2", "3");
    sent.remove().succeed();
    assertThat(other.result()).isEqualTo("B");
  }

  @Test
  void isolatesRefusedRow() {
    // Given
    List<List<String>> executed = new ArrayList<>();
    GroupCommit<String, String> group =
        busyFirst(
            requests -> {
              executed.add(requests);
              return requests.contains("poison")
                  ? Future.failedFuture(refusal("22021"))
                  : Future.succeededFuture(upperCase(requests));
            });

    // When
    List<Future<String>> outcomes = submit(group, "a", "b", "poison", "c");
    sent.remove().succeed();

    // Then
    assertThat(outcomes).extracting(Future::result).containsExactly("A", "B", null, "C");
    assertThat(outcomes.get(2).cause()).isInstanceOf(PgException.class);
    assertThat(executed)
        .containsExactly(
            List.of("a", "b", "poison", "c"),
            List.of("a", "b"),
            List.of("poison", "c"),
            List.of("poison"),
            List.of("c"));
  }

  @Test
  void retriesAfterDeadlock() {
    // Given
    Queue<Future<List<Future<String>>>> results = new ArrayDeque<>();
    results.add(Future.failedFuture(refusal("40P01")));
    results.add(Future.failedFuture(refusal("40001")));
    results.add(Future.succeededFuture(upperCase(List.of("a"))));

    // When
    Future<String> outcome =
        new GroupCommit<>(requests -> results.remove(), LIMITS, () -> Runnable::run)
            .submit(CALLER, "a");

    // Then
    assertThat(outcome.result()).isEqualTo("A");
  }

  @Test
  void failsAfterThreeDeadlocks() {
    // Given
    List<List<String>> executed = new ArrayList<>();
    GroupCommit<String, String> group =
        new GroupCommit<>(
            requests -> {
              executed.add(requests);
              return Future.failedFuture(refusal("40P01"));
            },
            LIMITS,
            () -> Runnable::run);

    // When
    Future<String> outcome = group.submit(CALLER, "a");

    // Then
    assertThat(executed).hasSize(3);
    assertThat(outcome.cause()).isInstanceOf(PgException.class);
  }

  @Test
  void failsBatchWhenConnectionIsLostAndContinues() {
    // Given
    GroupCommit<String, String> group = holding(LIMITS);
    group.submit(CALLER, "first");
    List<Future<String>> outcomes = submit(group, "a", "b");
    sent.remove().succeed();

    // When
    sent.remove().outcomes().fail(ClosedConnectionException.INSTANCE);

    // Then
    assertThat(outcomes)
        .allSatisfy(each -> assertThat(each.cause()).isInstanceOf(ClosedConnectionException.class));
    assertThat(sent).isEmpty();
    group.submit(CALLER, "next");
    assertThat(sent.element().requests()).containsExactly("next");
  }

  @Test
  void returnsTheOutcomeOfEachRequest() {
    // Given
    GroupCommit<String, String> group = holding(LIMITS);
    group.submit(CALLER, "first");
    List<Future<String>> outcomes = submit(group, "a", "b");
    sent.remove().succeed();

    // When
    sent.remove()
        .outcomes()
        .complete(List.of(Future.failedFuture(Failure.notFound()), Future.succeededFuture("B")));

    // Then
    assertThat(kind(outcomes.get(0))).isEqualTo(Failure.Kind.NOT_FOUND);
    assertThat(outcomes.get(1).result()).isEqualTo("B");
  }

  @Test
  void continuesWhenStatementThrows() {
    // Given
    List<List<String>> executed = new ArrayList<>();
    GroupCommit<String, String> group =
        new GroupCommit<>(
            requests -> {
              executed.add(requests);
              if (requests.contains("bug")) {
                throw new IllegalStateException("a bug");
              }
              return Future.succeededFuture(upperCase(requests));
            },
            LIMITS,
            () -> Runnable::run);

    // When
    Future<String> thrown = group.submit(CALLER, "bug");

    // Then
    assertThat(thrown.cause()).isInstanceOf(IllegalStateException.class);
    assertThat(group.submit(CALLER, "a").result()).isEqualTo("A");
  }

  /** Statements wait in {@link #sent} until the test sets their outcome. */
  private GroupCommit<String, String> holding(CreateConfig limits) {
    return new GroupCommit<>(this::hold, limits, () -> Runnable::run);
  }

  /**
   * Keeps a first statement in flight, so that later requests are executed together by the next.
   */
  private GroupCommit<String, String> busyFirst(
      Function<List<String>, Future<List<Future<String>>>> then) {
    GroupCommit<String, String> group =
        new GroupCommit<>(
            requests -> requests.contains("busy") ? hold(requests) : then.apply(requests),
            LIMITS,
            () -> Runnable::run);
    group.submit(CALLER, "busy");
    return group;
  }

  private Future<List<Future<String>>> hold(List<String> requests) {
    Promise<List<Future<String>>> outcomes = Promise.promise();
    sent.add(new SentBatch(requests, outcomes));
    return outcomes.future();
  }

  /** Runs the tasks that are scheduled, and those that they schedule. */
  private static void runAll(List<Runnable> tasks) {
    while (!tasks.isEmpty()) {
      tasks.remove(0).run();
    }
  }

  private static List<Future<String>> submit(
      GroupCommit<String, String> group, String... requests) {
    return List.of(requests).stream().map(each -> group.submit(CALLER, each)).toList();
  }

  private static List<Future<String>> upperCase(List<String> requests) {
    return requests.stream().map(request -> Future.succeededFuture(request.toUpperCase())).toList();
  }

  private static Failure.Kind kind(Future<String> outcome) {
    return ((Failure) outcome.cause()).kind();
  }

  private static PgException refusal(String state) {
    return new PgException("refused", "ERROR", state, "detail");
  }
}
