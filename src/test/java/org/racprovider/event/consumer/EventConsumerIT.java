package org.racprovider.event.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.bus.Failure;
import org.racprovider.db.DatabaseClient;
import org.racprovider.db.PersistenceVerticle;
import org.racprovider.event.ProviderEvents;
import org.racprovider.event.store.EventCommandHandler;
import org.racprovider.support.Memory;
import org.racprovider.support.Postgres;
import org.racprovider.support.TestTimings;

@ExtendWith(VertxExtension.class)
class EventConsumerIT {

  @RegisterExtension static final Postgres POSTGRES = Postgres.migrated();

  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private final List<Long> handled = new CopyOnWriteArrayList<>();
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private Vertx vertx;
  private Pool pool;

  @BeforeEach
  void start(Vertx injected) {
    vertx = injected;
    POSTGRES.execute(
        "TRUNCATE event, event_batch, event_consumer;"
            + " UPDATE event_feed SET newest = 0, published = 0, trimmed = 0");
    pool = POSTGRES.pool(vertx);
    DatabaseClient database = new DatabaseClient(vertx, POSTGRES.database(), 4);
    vertx
        .deployVerticle(
            new PersistenceVerticle(
                database, List.of(new EventCommandHandler(database, Memory.pages())), registry))
        .await();
  }

  @Test
  void startsWithTheOldestEvent() {
    // Given
    store(1, 1000);

    // When
    EventConsumer consumer = consumer("one");
    consumer.start().await();

    // Then
    await().atMost(TIMEOUT).until(() -> handled.size() == 1000);
    assertThat(handled).isEqualTo(ids(1, 1000));
  }

  @Test
  void continuesWhereItStopped() {
    // Given
    store(1, 300);
    EventConsumer first = consumer("one");
    first.start().await();
    await().atMost(TIMEOUT).until(() -> handled.size() == 300);
    first.stop().await();

    // When
    store(301, 310);
    consumer("one").start().await();

    // Then
    await().atMost(TIMEOUT).until(() -> handled.size() >= 310);
    assertThat(handled).isEqualTo(ids(1, 310));
  }

  @Test
  void readsLostEventsAndIgnoresDuplicates() {
    // Given
    EventConsumer consumer = consumer("one");
    consumer.start().await();
    store(1, 5);

    // When
    publish(1);
    publish(1);
    publish(4);
    publish(5);
    publish(2);

    // Then
    await().atMost(TIMEOUT).until(() -> handled.size() >= 5);
    assertThat(handled).isEqualTo(ids(1, 5));
  }

  @Test
  void findsTheLastEventIfTheBusLosesIt() {
    // Given: it has read the start of the feed, and an empty page
    consumer("one").start().await();
    await().atMost(TIMEOUT).until(() -> reads() >= 2);

    // When
    store(1, 1);

    // Then
    await().atMost(TIMEOUT).until(() -> handled.size() == 1);
  }

  @Test
  void failsWithGoneIfTheNextEventIsDeleted() {
    // Given
    store(1, 10);
    POSTGRES.execute("UPDATE event_feed SET trimmed = 5");
    EventConsumer consumer =
        new EventConsumer(vertx, PositionStore.startingAfter(3), event -> Future.succeededFuture());

    // When
    consumer.start().await();

    // Then
    assertThatThrownBy(() -> consumer.ended().await())
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(Failure.Kind.GONE);
              assertThat(failure.body()).contains("\"oldest\":6");
            });
  }

  @Test
  void endsWithTheFailureOfItsHandlerAndKeepsTheEventForTheNextRun() {
    // Given
    store(1, 3);
    EventConsumer consumer =
        new EventConsumer(
            vertx,
            new PostgresPositions(pool, "one"),
            event ->
                event.getLong("id") == 2
                    ? Future.failedFuture(new IllegalStateException("full"))
                    : Future.succeededFuture());

    // When
    consumer.start().await();

    // Then
    assertThatThrownBy(() -> consumer.ended().await()).hasMessage("full");
    assertThat(new PostgresPositions(pool, "one").load().await()).contains(1L);
    consumer("one").start().await();
    await().atMost(TIMEOUT).until(() -> handled.size() == 2);
    assertThat(handled).isEqualTo(ids(2, 3));
  }

  @Test
  void waitsForItsHandler() {
    // Given
    store(1, 20);
    List<Integer> atWork = new CopyOnWriteArrayList<>();
    EventConsumer consumer =
        new EventConsumer(
            vertx,
            PositionStore.startingAfter(0),
            event -> {
              atWork.add(1);
              assertThat(atWork).hasSize(1);
              return vertx
                  .timer(5)
                  .onSuccess(
                      done -> {
                        atWork.clear();
                        handled.add(event.getLong("id"));
                      });
            });

    // When
    consumer.start().await();

    // Then
    await().atMost(TIMEOUT).until(() -> handled.size() == 20);
  }

  @Test
  void readsEventsThatWerePublishedWhileItsHandlerWasBusy() {
    // Given
    Promise<Void> busy = Promise.promise();
    List<JsonObject> events = new CopyOnWriteArrayList<>();
    EventConsumer consumer =
        new EventConsumer(
            vertx,
            PositionStore.startingAfter(0),
            event -> {
              events.add(event);
              return busy.future();
            });
    consumer.start().await();
    store(1, 1);
    publish(1);
    await().atMost(TIMEOUT).until(() -> events.size() == 1);

    // When
    store(2, 100);
    LongStream.rangeClosed(2, 100).forEach(this::publish);
    // All contexts of this thread share one event loop. When it runs this task, it has delivered
    // the events.
    Future.<Void>future(received -> vertx.runOnContext(received::complete)).await();
    busy.complete();

    // Then: events that this test publishes have no type
    await().atMost(TIMEOUT).until(() -> events.size() == 100);
    assertThat(events).extracting(event -> event.getLong("id")).isEqualTo(ids(1, 100));
    assertThat(events.subList(1, 100)).allMatch(event -> event.containsKey("type"));
  }

  private long reads() {
    return registry
        .get("rac.command")
        .tags("address", ProviderEvents.READ, "outcome", "answered")
        .timer()
        .count();
  }

  private EventConsumer consumer(String name) {
    return new EventConsumer(
        vertx,
        new PostgresPositions(pool, name),
        event -> {
          handled.add(event.getLong("id"));
          return Future.succeededFuture();
        },
        TestTimings.with(Map.of("eventRecheck", Duration.ofMillis(500))),
        Optional.empty(),
        new PublishedEvents(vertx));
  }

  /** Stores events that have positions but are not published. */
  private static void store(long from, long to) {
    POSTGRES.execute(
        """
        INSERT INTO event (type, provider, subject, request_id)
        SELECT 'rac.provider.created', json_build_object('pk', n), 's', 'r'
        FROM generate_series(%d, %d) n;
        UPDATE event_batch SET position = %d WHERE position IS NULL;
        UPDATE event_feed SET newest = %d
        """
            .formatted(from, to, to, to));
  }

  private void publish(long id) {
    vertx.eventBus().publish(ProviderEvents.PUBLISHED, new JsonObject().put("id", id));
  }

  private static List<Long> ids(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }
}
