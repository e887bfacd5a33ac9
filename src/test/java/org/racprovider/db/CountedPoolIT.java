package org.racprovider.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.racprovider.bus.Failure;
import org.racprovider.config.DatabaseConfig;
import org.racprovider.support.EventLoop;
import org.racprovider.support.FaultProxy;
import org.racprovider.support.PostgresServer;

@ExtendWith(VertxExtension.class)
class CountedPoolIT {

  private static final int SIZE = 3;
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** In seconds; longer than any deadline. */
  private static final int SILENCE = 60;

  private final AtomicInteger opened = new AtomicInteger();
  private PostgresServer postgres;
  private FaultProxy proxy;
  private PgConnectOptions options;
  private Vertx vertx;
  private EventLoop eventLoop;
  private CountedPool pool;

  @BeforeEach
  void makePool(Vertx injected) throws IOException {
    vertx = injected;
    eventLoop = new EventLoop(vertx);
    postgres = PostgresServer.create();
    proxy = new FaultProxy(postgres.port());
    options =
        new DatabaseConfig(postgres.uri(proxy.port()), SIZE, TIMEOUT, TIMEOUT).directOptions();
    pool = pool(Duration.ofSeconds(2));
  }

  @AfterEach
  void stop() throws IOException {
    eventLoop.begin(() -> pool.close().otherwiseEmpty());
    proxy.close();
    postgres.close();
  }

  @Test
  void cancelsStatementThatMissesItsDeadlineAndKeepsItsConnection() {
    // When
    Future<?> slow = eventLoop.begin(() -> pool.run(sleep(SILENCE), SHORT));

    // Then
    assertThatThrownBy(slow::await).isInstanceOf(TimeoutException.class);
    await().atMost(TIMEOUT).until(() -> running("pg_sleep") == 0);
    eventLoop.begin(() -> pool.run(sleep(0), LONG)).await();
    assertThat(opened).hasValue(1);
  }

  @Test
  void replacesConnectionWhoseBackendIsStopped() {
    // Given
    int pid = eventLoop.begin(() -> pool.run(CountedPoolIT::pid, LONG)).await();
    signal("STOP", List.of(pid));

    // When
    Future<?> stopped = eventLoop.begin(() -> pool.run(CountedPoolIT::pid, SHORT));
    assertThatThrownBy(stopped::await).isInstanceOf(TimeoutException.class);
    await().atMost(TIMEOUT).ignoreExceptions().until(() -> responds());
    await().atMost(TIMEOUT).until(() -> proxy.open() < opened.get());

    // Then
    signal("CONT", List.of(pid));
    await().atMost(TIMEOUT).until(() -> !backends().contains(pid));
  }

  @Test
  void holdsNoMoreThanTwiceItsSizeWhateverIsStopped() {
    // When: every backend is stopped that can be seen, again and again
    long end = System.nanoTime() + Duration.ofSeconds(8).toNanos();
    int most = 0;
    while (System.nanoTime() < end) {
      Stream.generate(() -> eventLoop.begin(() -> pool.run(sleep(0), SHORT))).limit(SIZE).toList();
      List<Integer> backends = backends();
      most = Math.max(most, backends.size());
      signal("STOP", backends);
    }

    // Then
    assertThat(most).isGreaterThan(SIZE).isLessThanOrEqualTo(2 * SIZE);
    signal("CONT", backends());
    await().atMost(TIMEOUT).ignoreExceptions().until(() -> responds());
    await().atMost(TIMEOUT).until(() -> backends().size() <= SIZE);
  }

  @Test
  void replacesSilentConnectionsTogether() {
    // Given
    eventLoop.begin(() -> runOnEachConnection(sleep(0.2))).await();
    proxy.loseOldConnections();

    // When
    Future<?> lost = eventLoop.begin(() -> pool.run(sleep(0), SHORT));
    assertThatThrownBy(lost::await).isInstanceOf(TimeoutException.class);
    await().atMost(TIMEOUT).ignoreExceptions().until(() -> responds());

    // Then
    await().atMost(TIMEOUT).until(() -> backends().size() == proxy.open());
    eventLoop.begin(() -> runOnEachConnection(sleep(0.2))).await();
    assertThat(opened.get()).isLessThanOrEqualTo(2 * SIZE);
  }

  @Test
  void keepsOtherConnectionsThatRespond() {
    // Given
    eventLoop.begin(() -> runOnEachConnection(sleep(0.2))).await();
    int pid = eventLoop.begin(() -> pool.run(CountedPoolIT::pid, LONG)).await();
    signal("STOP", List.of(pid));

    // When
    Future<?> stopped = eventLoop.begin(() -> pool.run(sleep(0), Duration.ofSeconds(1)));
    eventLoop
        .begin(() -> Future.all(pool.run(sleep(0.1), LONG), pool.run(sleep(0.1), LONG)))
        .await();

    // Then
    assertThatThrownBy(stopped::await).isInstanceOf(TimeoutException.class);
    eventLoop.begin(() -> runOnEachConnection(sleep(1))).await();
    assertThat(opened).hasValue(SIZE + 1);
    signal("CONT", List.of(pid));
    await().atMost(TIMEOUT).until(() -> !backends().contains(pid));
  }

  @Test
  void closesTheSocketsOfSilentConnections() {
    // Given
    proxy.acceptWithoutResponding();

    // When
    Future<?> silent = eventLoop.begin(() -> pool.run(CountedPoolIT::pid, SHORT));

    // Then
    assertThatThrownBy(silent::await).isInstanceOf(Failure.class);
    await().atMost(TIMEOUT).until(() -> proxy.open() == 0);
  }

  @Test
  void opensFewConnectionsWhileTheDatabaseIsSilent() {
    // Given
    eventLoop.begin(() -> runOnEachConnection(sleep(0.2))).await();
    proxy.acceptWithoutResponding();
    proxy.loseOldConnections();
    int before = opened.get();

    // When
    long end = System.nanoTime() + Duration.ofSeconds(6).toNanos();
    while (System.nanoTime() < end) {
      Future<?> work = eventLoop.begin(() -> pool.run(sleep(0), SHORT));
      assertThatThrownBy(work::await).isInstanceOfAny(Failure.class, TimeoutException.class);
      assertThat(proxy.open()).isLessThanOrEqualTo(2 * SIZE);
    }
    proxy.pass();
    long silenceEnded = System.nanoTime();
    await().atMost(TIMEOUT).ignoreExceptions().until(() -> responds());

    // Then
    assertThat(Duration.ofNanos(System.nanoTime() - silenceEnded)).isLessThan(TIMEOUT);
    assertThat(opened.get() - before).isLessThanOrEqualTo(2 * SIZE + 6);
  }

  @Test
  void failsWhenCommitIsCancelledBeforeItIsReplicated() {
    // Given
    waitForAStandby();

    // When
    Future<?> commit =
        eventLoop.begin(
            () ->
                pool.run(
                    session -> session.query("INSERT INTO change VALUES (1)").execute(), LONG));
    await().atMost(TIMEOUT).until(() -> running("INSERT INTO change") == 1);
    await()
        .atMost(TIMEOUT)
        .until(
            () ->
                postgres
                    .query(
                        "SELECT pg_cancel_backend(pid)::text FROM pg_stat_activity"
                            + " WHERE wait_event = 'SyncRep'")
                    .contains("true"));

    // Then
    assertThatThrownBy(commit::await)
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.OUTCOME_UNKNOWN));
    assertThat(postgres.query("SELECT id::text FROM change")).containsExactly("1");
  }

  @Test
  void endsTheBackendOfAConnectionThatBroke() {
    // Given: a backend that does not notice that its connection is closed
    waitForAStandby();
    Future<?> commit =
        eventLoop.begin(
            () ->
                pool.run(
                    session -> session.query("INSERT INTO change VALUES (1)").execute(), LONG));
    await().atMost(TIMEOUT).until(() -> running("INSERT INTO change") == 1);
    int backend = backends().get(0);

    // When
    proxy.cut();

    // Then
    assertThatThrownBy(commit::await).isInstanceOf(ClosedConnectionException.class);
    await().atMost(TIMEOUT).until(() -> !backends().contains(backend));
  }

  @Test
  void opensOtherConnectionsWhenTheDatabaseIsReadOnly() {
    // Given
    postgres.execute("CREATE TABLE change (id integer)");
    postgres.execute("ALTER SYSTEM SET default_transaction_read_only = on");
    postgres.execute("SELECT pg_reload_conf()");
    int first = eventLoop.begin(() -> pool.run(CountedPoolIT::pid, LONG)).await();

    // When
    await()
        .atMost(TIMEOUT)
        .until(
            () -> {
              eventLoop
                  .begin(
                      () ->
                          pool.run(
                              session -> session.query("INSERT INTO change VALUES (1)").execute(),
                              LONG))
                  .otherwiseEmpty()
                  .await();
              return eventLoop.begin(() -> pool.run(CountedPoolIT::pid, LONG)).await() != first;
            });

    // Then
    await().atMost(TIMEOUT).until(() -> !backends().contains(first));
  }

  @Test
  void writesAtOnceInAnotherSessionThanOneThatStayedReadOnly() {
    // Given
    postgres.execute("CREATE TABLE change (id integer)");
    postgres.execute("ALTER DATABASE postgres SET default_transaction_read_only = on");
    eventLoop.await(() -> pool.run(CountedPoolIT::pid, LONG));
    long opened = System.nanoTime();
    postgres.execute(
        "BEGIN READ WRITE; ALTER DATABASE postgres RESET default_transaction_read_only; COMMIT");
    await().until(() -> System.nanoTime() - opened > CountedPool.READ_ONLY_AGE.toNanos());

    // When
    Future<?> change =
        eventLoop.begin(
            () ->
                pool.run(
                    session -> session.query("INSERT INTO change VALUES (1)").execute(), LONG));

    // Then
    change.await();
  }

  @Test
  void workThatWaitedTooLongTakesNoConnection() {
    // Given
    Promise<Object> end = Promise.promise();
    AtomicInteger begun = new AtomicInteger();
    Future<?> all = eventLoop.begin(() -> runOnEachConnection(until(end, begun)));
    await().atMost(TIMEOUT).until(() -> begun.get() == SIZE);

    // When
    Future<?> late = eventLoop.begin(() -> pool.run(sleep(0), LONG));
    assertThatThrownBy(late::await).isInstanceOf(Failure.class);
    end.complete();
    all.await();

    // Then
    Promise<Object> otherEnd = Promise.promise();
    eventLoop.begin(() -> runOnEachConnection(until(otherEnd, begun)));
    await().atMost(TIMEOUT).until(() -> begun.get() == 2 * SIZE);
    assertThat(opened).hasValue(SIZE);
    otherEnd.complete();
  }

  private boolean responds() {
    eventLoop.begin(() -> pool.run(sleep(0), SHORT)).await();
    return true;
  }

  private CountedPool pool(Duration connectTimeout) {
    return new CountedPool(
        vertx, this::connection, SIZE, new ConnectionCount(SIZE, true), connectTimeout);
  }

  private Pool connection() {
    opened.incrementAndGet();
    return PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(1))
        .connectingTo(options)
        .using(vertx)
        .build();
  }

  private Future<?> runOnEachConnection(Function<SqlConnection, Future<Object>> work) {
    return Future.all(Stream.generate(() -> pool.run(work, LONG)).limit(SIZE).toList());
  }

  private static Function<SqlConnection, Future<Object>> sleep(double seconds) {
    return session ->
        session.preparedQuery("SELECT pg_sleep(%s)".formatted(seconds)).execute().map(done -> true);
  }

  /** Work that uses its connection until this end. */
  private static Function<SqlConnection, Future<Object>> until(
      Promise<Object> end, AtomicInteger begun) {
    return session -> {
      begun.incrementAndGet();
      return end.future();
    };
  }

  private static Future<Integer> pid(SqlConnection session) {
    return session.query("SELECT 1").execute().map(rows -> PgConnection.cast(session).processId());
  }

  /** The processes of this pool. The queries of the test have another name. */
  private List<Integer> backends() {
    return postgres
        .query(
            "SELECT pid::text FROM pg_stat_activity WHERE application_name = 'rac-provider-server'"
                + " AND pid <> pg_backend_pid()")
        .stream()
        .map(Integer::valueOf)
        .toList();
  }

  /** From now on, commits wait for a standby that does not exist. */
  private void waitForAStandby() {
    postgres.execute("CREATE TABLE change (id integer)");
    postgres.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
    postgres.execute("SELECT pg_reload_conf()");
    await().atMost(TIMEOUT).until(() -> show("synchronous_standby_names").equals("nobody"));
  }

  private String show(String setting) {
    return postgres.query("SELECT current_setting('%s')".formatted(setting)).get(0);
  }

  private int running(String query) {
    return postgres
        .query(
            "SELECT pid::text FROM pg_stat_activity WHERE state = 'active'"
                + " AND pid <> pg_backend_pid() AND query LIKE '%%%s%%'".formatted(query))
        .size();
  }

  private static void signal(String signal, List<Integer> pids) {
    for (int pid : pids) {
      try {
        new ProcessBuilder("kill", "-" + signal, Integer.toString(pid)).start().waitFor();
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
