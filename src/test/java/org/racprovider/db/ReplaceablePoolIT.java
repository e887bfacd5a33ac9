package org.racprovider.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.CompositeFuture;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.bus.Failure;
import org.racprovider.support.Postgres;

class ReplaceablePoolIT {

  /** Of {@link Postgres#pool}. */
  private static final int SIZE = 4;

  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofSeconds(20);

  /** Longer than any deadline that a test waits for. */
  private static final int SECONDS = 5;

  @RegisterExtension static final Postgres POSTGRES = Postgres.empty();

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final AtomicInteger made = new AtomicInteger();
  private final ReplaceablePool pool = new ReplaceablePool(vertx, this::make, LONG);

  @AfterEach
  void closeVertx() {
    vertx.close().await();
  }

  @Test
  void isReplacedWhenAStatementMissesItsDeadline() {
    // When
    Future<?> late = inContext(() -> pool.run(sleep(SECONDS), SHORT));
    inContext(() -> pool.run(sleep(0), LONG)).await();

    // Then
    assertThatThrownBy(late::await).isInstanceOf(TimeoutException.class);
    assertThat(made).hasValue(2);
  }

  @Test
  void isReplacedWhenAProbeIsAllThatIsAskedAndGetsNoAnswer() {
    // When
    Future<?> late = inContext(() -> pool.probe(sleep(SECONDS), SHORT));

    // Then
    assertThatThrownBy(late::await).isInstanceOf(TimeoutException.class);
    assertThat(made).hasValue(2);
  }

  @Test
  void staysWhenAProbeIsLateAndOthersAreAnswered() {
    // Given
    inContext(() -> pool.run(sleep(0), LONG)).await();

    // When
    Future<?> late = inContext(() -> pool.probe(sleep(SECONDS), Duration.ofSeconds(3)));
    inContext(() -> pool.run(sleep(0), LONG)).await();

    // Then
    assertThatThrownBy(late::await).isInstanceOf(TimeoutException.class);
    assertThat(made).hasValue(1);
  }

  @Test
  void keepsTheConnectionThatComesTooLateForAProbe() {
    // Given: all connections are taken, and one answer comes
    int before = made.get();
    Duration connecting = Duration.ofSeconds(2);
    ReplaceablePool pool = new ReplaceablePool(vertx, this::make, connecting);
    inContext(() -> runAtOnce(pool, sleep(0))).await();
    Future<?> answered = inContext(() -> pool.run(sleep(0.2), LONG));
    Future<?> busy = inContext(() -> runAtOnce(pool, sleep(4)));

    // When
    Future<?> late = inContext(() -> pool.probe(sleep(0), LONG));

    // Then
    assertThatThrownBy(late::await).isInstanceOf(Failure.class);
    Future.all(answered, busy).await();
    inContext(() -> runAtOnce(pool, sleep(4))).await();
    assertThat(made).hasValue(before + 1);
  }

  /** As often as there are connections. */
  private static Future<CompositeFuture> runAtOnce(
      ReplaceablePool pool, Function<SqlConnection, Future<RowSet<Row>>> work) {
    Stream<Future<RowSet<Row>>> all = Stream.generate(() -> pool.run(work, LONG));
    return Future.all(all.limit(SIZE).toList());
  }

  private Pool make() {
    made.incrementAndGet();
    return POSTGRES.pool(vertx);
  }

  private static Function<SqlConnection, Future<RowSet<Row>>> sleep(double seconds) {
    return connection -> connection.query("SELECT pg_sleep(%s)".formatted(seconds)).execute();
  }

  private <T> Future<T> inContext(Supplier<? extends Future<T>> work) {
    Promise<T> outcome = Promise.promise();
    context.runOnContext(turn -> work.get().onComplete(outcome));
    return outcome.future();
  }
}
