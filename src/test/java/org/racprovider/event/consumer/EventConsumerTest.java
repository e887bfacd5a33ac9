package org.racprovider.event.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.racprovider.bus.Actor;
import org.racprovider.config.Timings;
import org.racprovider.event.ProviderEvents;
import org.racprovider.support.TestTimings;
import org.slf4j.LoggerFactory;

/** A consumer reads and handles events of a feed that the tests simulate. */
@ExtendWith(VertxExtension.class)
class EventConsumerTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** Within a test, no recheck finds events that a consumer missed. */
  private static final Timings NO_RECHECK =
      TestTimings.with(
          Map.of("eventRecheck", Duration.ofHours(1), "eventRead", Duration.ofMinutes(1)));

  private static final Duration RECHECK = Duration.ofSeconds(1);

  private final List<Long> reads = new CopyOnWriteArrayList<>();
  private final List<Long> handled = new CopyOnWriteArrayList<>();
  private Vertx vertx;

  @BeforeEach
  void takeVertx(Vertx injected) {
    vertx = injected;
  }

  @Test
  void readsAtOnceIfTooMuchIsPublishedDuringARead() {
    assertHandledAtOnce(1025, 3, 3);
  }

  @Test
  void handlesAtOnceWhatIsPublishedDuringARead() {
    assertHandledAtOnce(1, 0, 1);
  }

  /**
   * Publishes events during the first read, and expects that events are handled without a recheck.
   *
   * @param readable how many events later reads find, while the first read finds none
   */
  private void assertHandledAtOnce(int published, int readable, int expected) {
    // Given
    Promise<Void> slow = Promise.promise();
    simulateReads(
        after -> slow.future().map(done -> page(after, reads.size() == 1 ? 0 : readable)));
    consumer(PositionStore.startingAfter(0), NO_RECHECK).start().await();
    await().atMost(TIMEOUT).until(() -> reads.size() == 1);

    // When
    LongStream.rangeClosed(1, published).forEach(this::publish);
    // All contexts of this thread share one event loop. When it runs this task, it has delivered
    // the events.
    Future.<Void>future(delivered -> vertx.runOnContext(delivered::complete)).await();
    slow.complete();

    // Then
    await().atMost(TIMEOUT).until(() -> handled.size() == expected);
  }

  @Test
  void readsNothingWhileEventsAreReceived() throws InterruptedException {
    // Given
    simulateReads(after -> Future.succeededFuture(page(after, 0)));
    Timings timings = TestTimings.with(Map.of("eventRecheck", RECHECK));
    consumer(PositionStore.startingAfter(0), timings).start().await();
    await().atMost(TIMEOUT).until(() -> reads.size() > 0);

    // When: the machine may pause, and then the consumer receives nothing for a while
    Duration longestSilence;
    int tries = 0;
    do {
      reads.clear();
      longestSilence = publishTen(10 * tries++);
    } while (longestSilence.compareTo(RECHECK.dividedBy(2)) > 0 && tries < 10);

    // Then
    assertThat(reads).isEmpty();
  }

  private Duration publishTen(int after) throws InterruptedException {
    long longest = 0;
    for (int id = after + 1; id <= after + 10; id++) {
      int all = id;
      long begun = System.nanoTime();
      publish(id);
      TimeUnit.MILLISECONDS.sleep(RECHECK.toMillis() / 4);
      await().atMost(TIMEOUT).until(() -> handled.size() == all);
      longest = Math.max(longest, System.nanoTime() - begun);
    }
    return Duration.ofNanos(longest);
  }

  @Test
  void endsIfItsPositionIsNotStoredInTime() {
    // Given
    simulateReads(after -> Future.succeededFuture(page(after, 1)));
    Timings timings = TestTimings.with(Map.of("eventRead", Duration.ofMillis(500)));
    EventConsumer consumer = consumer(storing(Promise.<Void>promise().future()), timings);

    // When
    consumer.start().await();

    // Then
    await().atMost(TIMEOUT).until(() -> consumer.ended().isComplete());
    assertThat(consumer.ended().cause()).isInstanceOf(TimeoutException.class);
    assertThat(handled).containsExactly(1L);
  }

  @Test
  void readsAgainAfterAFailedRead() {
    // Given
    simulateReads(
        after ->
            reads.size() == 1
                ? Future.failedFuture("The database is not available")
                : Future.succeededFuture(page(after, 2)));

    // When
    Timings timings =
        TestTimings.with(
            Map.of("eventRecheck", Duration.ofHours(1), "eventRetry", Duration.ofMillis(20)));
    consumer(PositionStore.startingAfter(0), timings).start().await();

    // Then
    await().atMost(TIMEOUT).until(() -> handled.size() == 2);
    assertThat(reads).startsWith(0L, 0L);
  }

  @Test
  void holdsNoPageWhileItsHandlerWaits() {
    // Given
    AtomicInteger holding = new AtomicInteger();
    Promise<Void> handler = Promise.promise();
    simulateReads(after -> Future.succeededFuture(page(after, 500)));

    // When
    consumer(event -> handler.future(), countedBy(holding)).start().await();
    await().atMost(TIMEOUT).until(() -> reads.size() == 1 && holding.get() == 0);
    handler.complete();

    // Then
    await().atMost(TIMEOUT).until(() -> handled.size() == 500);
    assertThat(handled).isSorted().doesNotHaveDuplicates();
    await().atMost(TIMEOUT).until(() -> holding.get() == 0);
  }

  @Test
  void handlesEveryEventOnceIfItsHandlerNeverContinuesAtOnce() {
    // Given
    AtomicInteger holding = new AtomicInteger();
    simulateReads(after -> Future.succeededFuture(page(after, 50)));

    // When
    consumer(event -> vertx.timer(1), countedBy(holding)).start().await();
    LongStream.rangeClosed(1, 50).forEach(this::publish);

    // Then
    await().atMost(TIMEOUT).until(() -> handled.size() == 50);
    assertThat(handled).isSorted().doesNotHaveDuplicates();
    await().atMost(TIMEOUT).until(() -> holding.get() == 0);
  }

  @Test
  void givesItsTurnBackWhenItIsStopped() {
    // Given
    AtomicInteger holding = new AtomicInteger();
    Promise<JsonObject> page = Promise.promise();
    simulateReads(after -> page.future());
    EventConsumer consumer = consumer(event -> Future.succeededFuture(), countedBy(holding));
    consumer.start().await();
    await().atMost(TIMEOUT).until(() -> reads.size() == 1);

    // When
    Future<Void> stopped = consumer.stop();

    // Then
    await().atMost(TIMEOUT).until(() -> holding.get() == 0);
    page.complete(page(0, 1));
    stopped.await();
    assertThat(handled).isEmpty();
  }

  @Test
  void readsASmallerPageAgainIfThereIsTooLittleMemory() {
    // Given
    AtomicInteger holding = new AtomicInteger();
    AtomicInteger refusals = new AtomicInteger(2);
    simulateReads(after -> Future.succeededFuture(page(after, after == 0 ? 1 : 0)));

    // When
    consumer(
            event -> Future.succeededFuture(),
            turns(holding, page -> refusals.getAndDecrement() <= 0))
        .start()
        .await();

    // Then
    await().atMost(TIMEOUT).until(() -> handled.size() == 1);
    assertThat(reads.size()).isGreaterThanOrEqualTo(3);
    await().atMost(TIMEOUT).until(() -> holding.get() == 0);
  }

  @Test
  void handlesALargePublishedEventInItsTurn() {
    // Given
    AtomicInteger holding = new AtomicInteger();
    AtomicInteger newest = new AtomicInteger();
    List<Integer> held = handleUpToDate(holding, newest);

    // When
    newest.set(1);
    vertx
        .eventBus()
        .publish(
            ProviderEvents.PUBLISHED,
            new JsonObject().put("id", 1).put("name", "a".repeat(20_000)));

    // Then
    await().atMost(TIMEOUT).until(() -> handled.size() == 1);
    assertThat(held).containsExactly(1);
    await().atMost(TIMEOUT).until(() -> holding.get() == 0);
  }

  @Test
  void handlesASmallPublishedEventWithoutRead() {
    // Given
    AtomicInteger newest = new AtomicInteger();
    List<Integer> held = handleUpToDate(new AtomicInteger(), newest);
    reads.clear();

    // When
    newest.set(1);
    publish(1);

    // Then
    await().atMost(TIMEOUT).until(() -> handled.size() == 1);
    assertThat(held).containsExactly(0);
    assertThat(reads).isEmpty();
  }

  /**
   * Starts a consumer with turns, and waits until it is up to date.
   *
   * @return how many turns were taken when each event was handled
   */
  private List<Integer> handleUpToDate(AtomicInteger holding, AtomicInteger newest) {
    List<Integer> held = new CopyOnWriteArrayList<>();
    simulateReads(after -> Future.succeededFuture(page(after, newest.get())));
    EventConsumer consumer =
        consumer(
            event -> {
              held.add(holding.get());
              return Future.succeededFuture();
            },
            countedBy(holding));
    consumer.start().await();
    await().atMost(TIMEOUT).until(() -> reads.size() == 1 && holding.get() == 0);
    return held;
  }

  @Test
  void logsNoWarningIfThereIsTooLittleMemory() {
    // Given
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(FeedReader.class);
    log.start();
    logger.addAppender(log);
    AtomicInteger refusals = new AtomicInteger(1);
    simulateReads(after -> Future.succeededFuture(page(after, after == 0 ? 1 : 0)));

    // When
    PageTurns turns = turns(new AtomicInteger(), page -> refusals.getAndDecrement() <= 0);
    consumer(event -> Future.succeededFuture(), turns).start().await();
    await().atMost(TIMEOUT).until(() -> handled.size() == 1);
    logger.detachAppender(log);

    // Then
    assertThat(log.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
  }

  private static PageTurns countedBy(AtomicInteger holding) {
    return turns(holding, page -> true);
  }

  private static PageTurns turns(AtomicInteger holding, Predicate<JsonObject> fits) {
    return new PageTurns() {
      @Override
      public Actor actor() {
        return new Actor("caller", "request");
      }

      @Override
      public Future<Turn> next() {
        holding.incrementAndGet();
        return Future.succeededFuture(turn(holding, fits));
      }
    };
  }

  private static PageTurns.Turn turn(AtomicInteger holding, Predicate<JsonObject> fits) {
    return new PageTurns.Turn() {
      @Override
      public boolean tryHold(JsonObject page) {
        return fits.test(page);
      }

      @Override
      public void end() {
        holding.decrementAndGet();
      }
    };
  }

  private EventConsumer consumer(Function<JsonObject, Future<?>> handler, PageTurns turns) {
    return new EventConsumer(
        vertx,
        PositionStore.startingAfter(0),
        event -> {
          handled.add(event.getLong("id"));
          return handler.apply(event);
        },
        NO_RECHECK,
        Optional.of(turns),
        new PublishedEvents(vertx));
  }

  @Test
  void releasesEverythingWhenItIsStoppedBeforeItKnowsItsPosition() {
    // Given
    Promise<Optional<Long>> position = Promise.promise();
    EventConsumer consumer = consumer(loading(position.future()), Timings.DEFAULT);
    long before = timer();
    Future<Void> started = consumer.start();

    // When
    consumer.stop().await();
    position.complete(Optional.of(0L));
    started.await();

    // Then
    assertThat(LongStream.range(before + 1, timer())).noneMatch(vertx::cancelTimer);
    assertReceivesNothing();
  }

  @Test
  void doesNotStartAfterStop() {
    // Given
    EventConsumer consumer = consumer(PositionStore.startingAfter(0), Timings.DEFAULT);

    // When
    consumer.stop().await();
    consumer.start().await();

    // Then
    assertThat(consumer.ended()).matches(Future::succeeded);
    assertReceivesNothing();
    consumer.stop().await();
  }

  private void assertReceivesNothing() {
    assertThatThrownBy(
            () -> vertx.eventBus().request(ProviderEvents.PUBLISHED, new JsonObject()).await())
        .isInstanceOf(ReplyException.class)
        .hasMessageContaining("No handlers");
  }

  /** The id of a new timer. Ids are consecutive numbers. */
  private long timer() {
    long id = vertx.setTimer(60_000, never -> {});
    vertx.cancelTimer(id);
    return id;
  }

  private EventConsumer consumer(PositionStore positions, Timings timings) {
    return new EventConsumer(
        vertx,
        positions,
        event -> {
          handled.add(event.getLong("id"));
          return Future.succeededFuture();
        },
        timings,
        Optional.empty(),
        new PublishedEvents(vertx));
  }

  private static PositionStore storing(Future<Void> stored) {
    return new PositionStore() {
      @Override
      public Future<Optional<Long>> load() {
        return Future.succeededFuture(Optional.of(0L));
      }

      @Override
      public Future<Void> save(long handled) {
        return stored;
      }
    };
  }

  private static PositionStore loading(Future<Optional<Long>> position) {
    return new PositionStore() {
      @Override
      public Future<Optional<Long>> load() {
        return position;
      }

      @Override
      public Future<Void> save(long handled) {
        return Future.succeededFuture();
      }
    };
  }

  private void simulateReads(Function<Long, Future<JsonObject>> feed) {
    vertx
        .eventBus()
        .<JsonObject>consumer(
            ProviderEvents.READ,
            message -> {
              long after = message.body().getLong("after");
              reads.add(after);
              feed.apply(after)
                  .onComplete(message::reply, cause -> message.fail(503, cause.getMessage()));
            });
  }

  private static JsonObject page(long after, long newest) {
    JsonArray events = new JsonArray();
    LongStream.rangeClosed(after + 1, newest)
        .forEach(id -> events.add(new JsonObject().put("id", id)));
    return new JsonObject().put("events", events).put("oldest", 1).put("newest", newest);
  }

  private void publish(long id) {
    vertx.eventBus().publish(ProviderEvents.PUBLISHED, new JsonObject().put("id", id));
  }
}
