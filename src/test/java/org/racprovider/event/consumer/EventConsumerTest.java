package org.racprovider.event.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.racprovider.event.ProviderEvents;

/** What a consumer asks for, of a feed that the tests answer for. */
class EventConsumerTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Half of the time after which it looks by itself for what it missed. */
  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  /** After twice as much it looks whether it missed something. */
  private static final Duration SILENCE = Duration.ofSeconds(1);

  /** As often as it may be tried, because the machine may pause. */
  private static final int TRIES = 3;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final List<Long> reads = new CopyOnWriteArrayList<>();
  private final List<Long> handled = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void readsAtOnceWhatWasTooMuchDuringARead() {
    assertThat(IntStream.range(0, TRIES).anyMatch(i -> handlesAtOnce(1025, 3, 3))).isTrue();
  }

  @Test
  void handsOverAtOnceWhatIsPublishedDuringARead() {
    assertThat(IntStream.range(0, TRIES).anyMatch(i -> handlesAtOnce(1, 0, 1))).isTrue();
  }

  /**
   * Whether what is published during the first read is handled soon.
   *
   * @param readable how many later reads find, while the first finds nothing
   */
  private boolean handlesAtOnce(int published, int readable, int expected) {
    // Given
    reads.clear();
    handled.clear();
    Promise<Void> slow = Promise.promise();
    MessageConsumer<JsonObject> feed =
        answerReads(
            after -> slow.future().map(done -> page(after, reads.size() == 1 ? 0 : readable)));
    EventConsumer consumer = consumer(PositionStore.startingAfter(0));
    consumer.start().await();
    await().atMost(PATIENCE).until(() -> reads.size() == 1);

    // When
    LongStream.rangeClosed(1, published).forEach(this::publish);
    // On the one event loop, whatever was published is received before this is done.
    Future.<Void>future(received -> vertx.runOnContext(received::complete)).await();
    long begun = System.nanoTime();
    slow.complete();

    // Then
    await().atMost(PATIENCE).until(() -> handled.size() == expected);
    boolean atOnce = System.nanoTime() - begun < AT_ONCE.toNanos();
    consumer.stop().await();
    feed.unregister().await();
    return atOnce;
  }

  @Test
  void readsNothingWhileEventsCome() throws InterruptedException {
    // Given
    answerReads(after -> Future.succeededFuture(page(after, 0)));
    consumer(PositionStore.startingAfter(0)).start().await();
    await().atMost(PATIENCE).until(() -> reads.size() > 0);

    // When: where the machine paused, nothing came for a while
    Duration longestSilence;
    int tries = 0;
    do {
      reads.clear();
      longestSilence = publishTen(10 * tries++);
    } while (longestSilence.compareTo(SILENCE) > 0 && tries < 10);

    // Then
    assertThat(reads).isEmpty();
  }

  private Duration publishTen(int after) throws InterruptedException {
    long longest = 0;
    for (int id = after + 1; id <= after + 10; id++) {
      int all = id;
      long begun = System.nanoTime();
      publish(id);
      TimeUnit.MILLISECONDS.sleep(500);
      await().atMost(PATIENCE).until(() -> handled.size() == all);
      longest = Math.max(longest, System.nanoTime() - begun);
    }
    return Duration.ofNanos(longest);
  }

  @Test
  void endsWhenItsPositionsAreNotStored() {
    // Given
    answerReads(after -> Future.succeededFuture(page(after, 1)));
    EventConsumer consumer = consumer(storing(Promise.<Void>promise().future()));

    // When
    consumer.start().await();

    // Then
    await().atMost(Duration.ofSeconds(20)).until(() -> consumer.ended().isComplete());
    assertThat(consumer.ended().cause()).isInstanceOf(TimeoutException.class);
    assertThat(handled).containsExactly(1L);
  }

  @Test
  void leavesNothingBehindWhenItIsStoppedBeforeItKnowsWhereItIs() {
    // Given
    Promise<Optional<Long>> position = Promise.promise();
    EventConsumer consumer = consumer(loading(position.future()));
    long before = timer();
    Future<Void> started = consumer.start();

    // When
    consumer.stop().await();
    position.complete(Optional.of(0L));
    started.await();

    // Then
    assertThat(LongStream.range(before + 1, timer())).noneMatch(vertx::cancelTimer);
    assertHearsNothing();
  }

  @Test
  void startsNothingWhenItIsStoppedBefore() {
    // Given
    EventConsumer consumer = consumer(PositionStore.startingAfter(0));

    // When
    consumer.stop().await();
    consumer.start().await();

    // Then
    assertThat(consumer.ended()).matches(Future::succeeded);
    assertHearsNothing();
    consumer.stop().await();
  }

  private void assertHearsNothing() {
    assertThatThrownBy(
            () -> vertx.eventBus().request(ProviderEvents.PUBLISHED, new JsonObject()).await())
        .isInstanceOf(ReplyException.class)
        .hasMessageContaining("No handlers");
  }

  /** The id of a timer: they are numbered. */
  private long timer() {
    long id = vertx.setTimer(60_000, never -> {});
    vertx.cancelTimer(id);
    return id;
  }

  private EventConsumer consumer(PositionStore positions) {
    return new EventConsumer(
        vertx,
        positions,
        event -> {
          handled.add(event.getLong("id"));
          return Future.succeededFuture();
        });
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

  private MessageConsumer<JsonObject> answerReads(Function<Long, Future<JsonObject>> answer) {
    return vertx
        .eventBus()
        .<JsonObject>consumer(
            ProviderEvents.READ,
            message -> {
              long after = message.body().getLong("after");
              reads.add(after);
              answer.apply(after).onSuccess(message::reply);
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
