package org.racprovider.event.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.bus.Actor;
import org.racprovider.bus.CommandClient;
import org.racprovider.bus.Failure;
import org.racprovider.config.Timings;
import org.racprovider.db.DatabaseClient;
import org.racprovider.db.PersistenceVerticle;
import org.racprovider.event.ProviderEvents;
import org.racprovider.event.store.EventCommandHandler;
import org.racprovider.support.Memory;
import org.racprovider.support.Postgres;
import org.racprovider.support.TestTimings;

@ExtendWith(VertxExtension.class)
class EventRelayIT {

  @RegisterExtension static final Postgres POSTGRES = Postgres.migrated();

  private static final String PROVIDER_ONE =
      "INSERT INTO provider (pk, type, name) VALUES (1, 'rac', 'one') ON CONFLICT DO NOTHING";
  private static final String UPDATE_ONE =
      "UPDATE provider SET connection_expiry = 'hours=9' WHERE pk = 1";

  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private static final Timings QUICK =
      TestTimings.with(Map.of("relayPoll", Duration.ofMillis(100)));

  /** The time for many polls of a relay with short timings. */
  private static final Duration SOME_POLLS = Duration.ofSeconds(1);

  /** How often a test may measure a duration, because the machine may pause. */
  private static final int TRIES = 3;

  private final List<JsonObject> published = new CopyOnWriteArrayList<>();
  private Vertx vertx;
  private Pool pool;

  @BeforeEach
  void start(Vertx injected) {
    vertx = injected;
    POSTGRES.execute(
        "TRUNCATE event, event_batch, event_consumer;"
            + " UPDATE event_feed SET newest = 0, published = 0, trimmed = 0");
    pool = POSTGRES.pool(vertx);
    MeterRegistry registry = new SimpleMeterRegistry();
    DatabaseClient database = new DatabaseClient(vertx, POSTGRES.database(), 4);
    vertx
        .deployVerticle(
            new PersistenceVerticle(
                database, List.of(new EventCommandHandler(database, Memory.pages())), registry))
        .await();
    vertx
        .eventBus()
        .<JsonObject>consumer(ProviderEvents.PUBLISHED, event -> published.add(event.body()));
  }

  @Test
  void publishesCommittedEventsWithoutANotification() {
    // Given
    deployRelay(vertx);

    // When
    insert(pool, 7, 8);

    // Then
    await().atMost(TIMEOUT).until(() -> published.size() == 2);
    JsonObject event = published.get(0);
    assertThat(event.fieldNames())
        .containsExactly("id", "type", "provider", "model", "subject", "request_id", "created");
    assertThat(event.getJsonObject("model"))
        .isEqualTo(
            new JsonObject(
                "{\"app\":\"authentik_providers_rac\",\"model_name\":\"racprovider\","
                    + "\"pk\":7,\"name\":\"n7\"}"));
    assertThat(publishedIds()).containsExactly(1L, 2L);
  }

  @Test
  void publishesAtOnceAfterANotification() {
    // Given
    deployRelay(vertx, Timings.DEFAULT);
    insert(pool, 1);
    await().atMost(TIMEOUT).until(() -> published.size() == 1);

    // When
    long begun = System.nanoTime();
    for (int pk = 2; pk <= 17; pk++) {
      int all = pk;
      insert(pool, pk);
      pool.query("NOTIFY rac_provider_event").execute().await();
      await()
          .atMost(TIMEOUT)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> published.size() == all);
    }

    // Then: without notifications, each event would take a second
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void publishesATransactionThatBeganEarlierAndCommitsLater() throws InterruptedException {
    // Given
    deployRelay(vertx);
    PgConnection early = connectionWithoutTimeout();
    var transaction = early.begin().await();
    insert(early, 1);

    // When
    insert(pool, 2);
    await().atMost(TIMEOUT).until(() -> published.size() == 1);
    Thread.sleep(SOME_POLLS.toMillis());
    insert(pool, 3);
    await().atMost(TIMEOUT).until(() -> published.size() == 2);
    transaction.commit().await();
    early.close().await();

    // Then
    await().atMost(TIMEOUT).until(() -> published.size() == 3);
    assertThat(publishedPks()).containsExactly(2, 3, 1);
    assertThat(publishedIds()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void keepsTheOrderOfAProvidersEventsIfTheirTransactionsBeganInReverse() {
    // Given
    deployRelay(vertx);
    POSTGRES.execute(PROVIDER_ONE);
    SqlConnection first = pool.getConnection().await();
    SqlConnection second = pool.getConnection().await();
    var beganFirst = first.begin().await();
    first.query("SELECT txid_current()").execute().await();
    var beganSecond = second.begin().await();

    // When
    update(second, "second");
    beganSecond.commit().await();
    update(first, "first");
    beganFirst.commit().await();

    // Then
    await().atMost(TIMEOUT).until(() -> published.size() == 2);
    assertThat(published)
        .extracting(event -> event.getString("subject"))
        .containsExactly("second", "first");
  }

  @Test
  void keepsTheOrderOfAProvidersEventsIfTheFirstTransactionStaysOpen() throws InterruptedException {
    // Given
    deployRelay(vertx);
    long deployed = System.nanoTime();
    POSTGRES.execute(PROVIDER_ONE);
    PgConnection first = connectionWithoutTimeout();
    SqlConnection second = pool.getConnection().await();
    var held = first.begin().await();
    update(first, "first");

    // When
    int others = 0;
    while (System.nanoTime() - deployed < SOME_POLLS.toNanos()) {
      insert(pool, 2 + others++);
      pool.query("NOTIFY rac_provider_event").execute().await();
      Thread.sleep(100);
    }
    var blocked = second.query(UPDATE_ONE).execute();
    Thread.sleep(100);
    held.commit().await();
    blocked.await();
    insertUpdated(second, "second");
    pool.query("NOTIFY rac_provider_event").execute().await();

    // Then
    int all = others + 2;
    await().atMost(TIMEOUT).until(() -> published.size() == all);
    assertThat(published)
        .extracting(event -> event.getString("subject"))
        .containsSubsequence("first", "second");
  }

  @Test
  void publishesDuringALongTransactionOfAnotherSession() {
    // Given
    deployRelay(vertx);
    PgConnection other = connectionWithoutTimeout();
    other.query("BEGIN ISOLATION LEVEL REPEATABLE READ").execute().await();
    other.query("SELECT txid_current(), count(*) FROM flow").execute().await();

    // When
    for (int pk = 1; pk <= 50; pk++) {
      insert(pool, pk);
    }

    // Then
    await().atMost(TIMEOUT).until(() -> published.size() == 50);
    other.close().await();
  }

  @Test
  void takesOverWithinFiveSecondsFromARelayThatDies() {
    assertThat(
            IntStream.range(0, TRIES)
                .anyMatch(pk -> takesOverInTime(pk, (first, end) -> first.close().await())))
        .isTrue();
  }

  @Test
  void takesOverWithinFiveSecondsFromARelayThatHangs() {
    assertThat(
            IntStream.range(0, TRIES)
                .anyMatch(
                    pk ->
                        takesOverInTime(
                            pk, (first, end) -> first.runOnContext(hang -> hangUntil(end)))))
        .isTrue();
  }

  private boolean takesOverInTime(int pk, BiConsumer<Vertx, CountDownLatch> fail) {
    // Given
    Vertx first = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    CountDownLatch end = new CountDownLatch(1);
    deployRelay(first, Timings.DEFAULT);
    await().atMost(TIMEOUT).until(this::isRelayLeading);
    String other = deployRelay(vertx, Timings.DEFAULT);

    // When
    fail.accept(first, end);
    long failed = System.nanoTime();
    insert(pool, pk);

    // Then
    try {
      await().atMost(TIMEOUT).until(() -> publishedPks().contains(pk));
      return System.nanoTime() - failed < Duration.ofSeconds(5).toNanos();
    } finally {
      end.countDown();
      first.close().await();
      vertx.undeploy(other).await();
      await().atMost(TIMEOUT).until(() -> !isRelayLeading());
    }
  }

  @Test
  void continuesWithANewSession() {
    // Given
    deployRelay(vertx);
    insert(pool, 1);
    await().atMost(TIMEOUT).until(() -> published.size() == 1);

    // When
    POSTGRES.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
            + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
    insert(pool, 2);

    // Then
    await().atMost(TIMEOUT).until(() -> publishedPks().contains(2));
  }

  @Test
  void publishesEventsThatThePreviousRelayOnlyNumbered() {
    // Given
    insert(pool, 1, 2);
    POSTGRES.execute(
        "UPDATE event_batch SET position = 2; UPDATE event_feed SET newest = 2, published = 1");

    // When
    deployRelay(vertx);

    // Then
    await().atMost(TIMEOUT).until(() -> !published.isEmpty());
    assertThat(publishedIds()).containsExactly(2L);
  }

  @Test
  void publishesABacklogInOrder() {
    // Given
    POSTGRES.execute(
        "INSERT INTO event (type, provider, subject, request_id)"
            + " SELECT 'rac.provider.created', json_build_object('pk', n), 's', 'r'"
            + " FROM generate_series(1, 3000) n");
    for (int pk = 3001; pk <= 3300; pk++) {
      insert(pool, pk);
    }

    // When
    deployRelay(vertx);

    // Then
    await().atMost(Duration.ofMinutes(1)).until(() -> published.size() == 3300);
    assertThat(publishedIds()).isSorted().doesNotHaveDuplicates();
    assertThat(publishedPks()).isSorted();
  }

  @Test
  void readsPagesAndRefusesDeletedPositions() {
    // Given
    POSTGRES.execute(
        "INSERT INTO event (type, provider, subject, request_id)"
            + " SELECT 'rac.provider.created', json_build_object('pk', n), 's', 'r'"
            + " FROM generate_series(1, 10) n");
    POSTGRES.execute("UPDATE event_batch SET created = now() - interval '8 days'");
    insert(pool, 11, 12, 13);
    insert(pool, 14);
    String relay = deployRelay(vertx);
    await().atMost(TIMEOUT).until(() -> published.size() == 14);

    // When
    RelaySession session =
        RelaySession.open(
                vertx,
                RelaySession.connections(vertx, POSTGRES.database()),
                POSTGRES.database(),
                () -> {})
            .await();
    vertx.undeploy(relay).await();
    await().atMost(TIMEOUT).until(() -> lead(session));
    session.trim(Duration.ofDays(7)).await();
    session.close().await();

    // Then
    assertThat(read(new JsonObject().put("after", 11).put("limit", 2)))
        .extracting(event -> ((JsonObject) event).getLong("id"))
        .containsExactly(12L, 13L);
    assertThat(read(new JsonObject())).hasSize(4);
    assertThat(read(new JsonObject().put("after", 14))).isEmpty();
    assertRefused(new JsonObject().put("after", 9), Failure.Kind.GONE, "\"oldest\":11");
    assertRefused(new JsonObject().put("after", 15), Failure.Kind.GONE, "\"newest\":14");
    assertRefused(new JsonObject().put("limit", 1001), Failure.Kind.INVALID, "limit");
    assertRefused(new JsonObject().put("after", "1"), Failure.Kind.INVALID, "after");
  }

  private boolean isRelayLeading() {
    return pool.query("SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted")
            .execute()
            .await()
            .size()
        > 0;
  }

  private static void hangUntil(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A connection whose transactions may stay open. */
  private PgConnection connectionWithoutTimeout() {
    var options = POSTGRES.database().directOptions();
    return PgConnection.connect(
            vertx, options.addProperty("idle_in_transaction_session_timeout", "0"))
        .await();
  }

  private static boolean lead(RelaySession session) {
    session.round().await();
    return session.isLeading();
  }

  private JsonArray read(JsonObject body) {
    return commands()
        .<JsonObject>request(ProviderEvents.READ, body, new Actor("me", "1"))
        .await()
        .getJsonArray("events");
  }

  private void assertRefused(JsonObject body, Failure.Kind kind, String text) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(kind);
              assertThat(failure.body()).contains(text);
            });
  }

  private CommandClient commands() {
    return new CommandClient(vertx.eventBus(), TIMEOUT);
  }

  private static String deployRelay(Vertx vertx) {
    return deployRelay(vertx, QUICK);
  }

  private static String deployRelay(Vertx vertx, Timings timings) {
    return vertx
        .deployVerticle(
            new EventRelayVerticle(
                POSTGRES.database(), Duration.ofDays(7), timings, new SimpleMeterRegistry()))
        .await();
  }

  private static void insert(io.vertx.sqlclient.SqlClient client, int... pks) {
    StringBuilder rows = new StringBuilder();
    for (int pk : pks) {
      rows.append(rows.isEmpty() ? "" : ", ")
          .append(
              "('rac.provider.created', '{\"pk\":%d,\"name\":\"n%d\"}', 's', 'r')"
                  .formatted(pk, pk));
    }
    client
        .query("INSERT INTO event (type, provider, subject, request_id) VALUES " + rows)
        .execute()
        .await();
  }

  private static void update(SqlConnection connection, String subject) {
    connection.query(UPDATE_ONE).execute().await();
    insertUpdated(connection, subject);
  }

  private static void insertUpdated(SqlConnection connection, String subject) {
    connection
        .query(
            "INSERT INTO event (type, provider, changed, subject, request_id)"
                + " VALUES ('rac.provider.updated', '{\"pk\":1}', '{connection_expiry}', '"
                + subject
                + "', 'r')")
        .execute()
        .await();
  }

  private List<Long> publishedIds() {
    return published.stream().map(event -> event.getLong("id")).toList();
  }

  private List<Integer> publishedPks() {
    return published.stream()
        .map(event -> event.getJsonObject("provider").getInteger("pk"))
        .toList();
  }
}
