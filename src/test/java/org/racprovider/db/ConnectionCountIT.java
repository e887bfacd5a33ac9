package org.racprovider.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.racprovider.config.DatabaseConfig;
import org.racprovider.support.EventLoop;
import org.racprovider.support.PostgresServer;

@ExtendWith(VertxExtension.class)
class ConnectionCountIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Duration MOST_OF_THE_TIME =
      ConnectionCount.MAX_UNKNOWN.multipliedBy(2).dividedBy(3);

  private final AtomicLong now = new AtomicLong();
  private final ConnectionCount count = new ConnectionCount(1, true, now::get);
  private PostgresServer postgres;
  private EventLoop eventLoop;
  private PgConnection connection;
  private int stopped;

  /** Gives up a connection whose backend is stopped. */
  @BeforeEach
  void giveUp(Vertx vertx) {
    postgres = PostgresServer.create();
    eventLoop = new EventLoop(vertx);
    PgConnectOptions options =
        new DatabaseConfig(postgres.uri(), 1, TIMEOUT, TIMEOUT).directOptions();
    connection = eventLoop.await(() -> PgConnection.connect(vertx, options));
    stopped = eventLoop.await(() -> PgConnection.connect(vertx, options)).processId();
    signal("STOP");
    count.tryOpen();
    count.giveUp(stopped, System.nanoTime());
  }

  @AfterEach
  void stop() throws IOException {
    signal("CONT");
    postgres.close();
  }

  @Test
  void countsABackendAsLongAsTheDatabaseSaysThatItIsAlive() {
    // When
    for (int i = 0; i < 3; i++) {
      pass(MOST_OF_THE_TIME);
      eventLoop.await(() -> count.check(connection));
    }
    pass(MOST_OF_THE_TIME);

    // Then
    assertThat(count.mayGiveUp()).isFalse();
    assertThat(count.canCheck()).isTrue();

    // When
    signal("CONT");

    // Then
    await()
        .atMost(TIMEOUT)
        .until(
            () -> {
              eventLoop.await(() -> count.check(connection));
              return count.mayGiveUp();
            });
  }

  @Test
  void forgetsABackendThatNobodyKnowsOf() {
    // When
    pass(MOST_OF_THE_TIME);
    boolean before = count.mayGiveUp();
    pass(MOST_OF_THE_TIME);

    // Then
    assertThat(before).isFalse();
    assertThat(count.mayGiveUp()).isTrue();
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private void signal(String signal) {
    try {
      new ProcessBuilder("kill", "-" + signal, Integer.toString(stopped)).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
