package org.racprovider.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.CompositeFuture;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.bus.Failure;
import org.racprovider.support.Postgres;

@ExtendWith(VertxExtension.class)
class ReplaceablePoolIT {

  /** Of {@link Postgres#pool}. */
  private static final int SIZE = 4;

  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofSeconds(20);

  /** In seconds; longer than any deadline. The statements are cancelled after the test. */
  private static final int SILENCE = 30;

  @RegisterExtension static final Postgres POSTGRES = Postgres.empty();

  private final AtomicInteger poolsMade = new AtomicInteger();
  private Vertx vertx;
  private Context context;
  private ReplaceablePool pool;

  @BeforeEach
  void makePool(Vertx injected) {
    vertx = injected;
    context = vertx.getOrCreateContext();
    pool = new ReplaceablePool(vertx, this::make, LONG);
  }

  @AfterEach
  void cancelStatements() {
    POSTGRES.execute(
        """
        SELECT pg_terminate_backend(a.pid)
        FROM pg_stat_activity a
        WHERE a.datname = current_database() AND a.query LIKE 'SELECT pg_sleep(%'
        """);
  }

  @Test
  void isReplacedWhenStatementMissesDeadline() {
    // When
    Future<?> silent = inContext(() -> pool.run(sleep(SILENCE), SHORT));
    inContext(() -> pool.run(sleep(0), LONG)).await();

    // Then
    assertThatThrownBy(silent::await).isInstanceOf(TimeoutException.class);
    assertThat(poolsMade).hasValue(2);
  }

  @Test
  void isReplacedWhenProbeMissesDeadlineAndNothingElseRuns() {
    // When
    Future<?> silent = inContext(() -> pool.probe(sleep(SILENCE), SHORT));

    // Then
    assertThatThrownBy(silent::await).isInstanceOf(TimeoutException.class);
    assertThat(poolsMade).hasValue(2);
  }

  @Test
  void staysWhenProbeMissesDeadlineAndOtherStatementsGetResponses() {
    // Given
    inContext(() -> runOnEachConnection(pool, sleep(0))).await();

    // When
    Future<?> silent = inContext(() -> pool.probe(sleep(SILENCE), Duration.ofSeconds(2)));
    inContext(() -> pool.run(sleep(0), LONG)).await();

    // Then
    assertThatThrownBy(silent::await).isInstanceOf(TimeoutException.class);
    assertThat(poolsMade).hasValue(1);
  }

  @Test
  void keepsConnectionThatArrivesTooLateForProbe() {
    // Given: all connections are in use, and one statement gets its response
    int before = poolsMade.get();
    Duration connectTimeout = Duration.ofSeconds(1);
    ReplaceablePool pool = new ReplaceablePool(vertx, this::make, connectTimeout);
    inContext(() -> runOnEachConnection(pool, sleep(0))).await();
    Future<?> first = inContext(() -> pool.run(sleep(0.2), LONG));
    Future<?> busy = inContext(() -> runOnEachConnection(pool, sleep(2)));

    // When
    Future<?> late = inContext(() -> pool.probe(sleep(0), LONG));

    // Then
    assertThatThrownBy(late::await).isInstanceOf(Failure.class);
    Future.all(first, busy).await();
    inContext(() -> runOnEachConnection(pool, sleep(2))).await();
    assertThat(poolsMade).hasValue(before + 1);
  }

  private static Future<CompositeFuture> runOnEachConnection(
      ReplaceablePool pool, Function<SqlConnection, Future<RowSet<Row>>> work) {
    Stream<Future<RowSet<Row>>> all = Stream.generate(() -> pool.run(work, LONG));
    return Future.all(all.limit(SIZE).toList());
  }

  private Pool make() {
    poolsMade.incrementAndGet();
    return POSTGRES.pool(vertx);
  }

  private static Function<SqlConnection, Future<RowSet<Row>>> sleep(double seconds) {
    return connection -> connection.query("SELECT pg_sleep(%s)".formatted(seconds)).execute();
  }

  private <T> Future<T> inContext(Supplier<? extends Future<T>> work) {
    Promise<T> outcome = Promise.promise();
    context.runOnContext(task -> work.get().onComplete(outcome));
    return outcome.future();
  }
}
