package org.racprovider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.racprovider.support.Balancer;
import org.racprovider.support.CreateLoad;
import org.racprovider.support.FaultProxy;
import org.racprovider.support.KeyedCreates;
import org.racprovider.support.PostgresServer;
import org.racprovider.support.ServerProcess;
import org.racprovider.support.Tokens;

/**
 * What the server said stays true when it is killed, and nobody notices when it is stopped. The
 * system property {@code crash.times} says how often it is killed (3); it is stopped, and killed
 * while it works on keyed creates, a quarter as often.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class CrashIT {

  private static final int TIMES = Integer.getInteger("crash.times", 3);
  private static final int ROUNDS = Math.max(1, TIMES / 4);
  private static final int CALLERS = 16;
  private static final int SOME = 200;
  private static final int TRIES = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static Vertx vertx;
  private static PostgresServer postgres;
  private static String bearer;

  @BeforeAll
  static void startDatabase() throws IOException {
    vertx = Vertx.vertx();
    postgres = PostgresServer.create();
    // PostgreSQL is not killed here: a slow disk needs to delay no commit.
    postgres.execute("ALTER DATABASE postgres SET synchronous_commit = off");
    bearer = "Bearer " + new Tokens(vertx, ServerProcess.SECRET).of("akadmin");
  }

  @AfterAll
  static void stopDatabase() throws IOException {
    vertx.close().await();
    postgres.close();
  }

  @Test
  void whatWasCreatedIsThereAfterAKill() throws Exception {
    try (ServerProcess server = new ServerProcess(postgres.uri(), Map.of())) {
      // Given
      server.start();
      CreateLoad load = new CreateLoad(vertx, server.port(), bearer).start(CALLERS);

      // When
      for (int i = 0; i < TIMES; i++) {
        awaitMore(load);
        server.kill();
        server.start();
      }
      awaitMore(load);
      load.stop();

      // Then
      load.checkAgainst(stored());
      assertThat(load.statuses()).isSubsetOf(201, 503, 504, CreateLoad.NONE);
    }
  }

  @Test
  void requestsInFlightFinishWhenItIsTerminated() throws Exception {
    try (ServerProcess server = new ServerProcess(postgres.uri(), Map.of())) {
      for (int i = 0; i < ROUNDS; i++) {
        // Given
        server.start();
        CreateLoad load = new CreateLoad(vertx, server.port(), bearer).start(CALLERS);
        awaitMore(load);

        // When
        int exitCode = server.terminate();
        load.stop();

        // Then
        assertThat(exitCode).as(server.log()).isZero();
        assertThat(load.statuses()).isSubsetOf(201, 503, 504, CreateLoad.NONE);
        load.checkAgainst(stored());
        assertThat(load.unanswered(stored())).isEmpty();
        assertThat(server.log()).doesNotContain(" ERROR ");
      }
    }
  }

  @Test
  void aRollingRestartFailsNoRequest() throws Exception {
    Map<String, String> settings = Map.of("RAC_HTTP_SHUTDOWN_DELAY", "5");
    try (ServerProcess one = new ServerProcess(postgres.uri(), settings);
        ServerProcess other = new ServerProcess(postgres.uri(), settings)) {
      // Given
      one.start();
      other.start();
      for (int i = 0; i < ROUNDS; i++) {
        // When
        Set<Integer> statuses = restart(one, other);
        // 503 is also what a server says when the machine pauses.
        for (int tries = 1; statuses.contains(503) && tries < TRIES; tries++) {
          statuses = restart(one, other);
        }

        // Then
        assertThat(statuses).isEqualTo(Set.of(201));
      }
    }
  }

  /** Restarts each under load; gives the statuses that there were. */
  private Set<Integer> restart(ServerProcess one, ServerProcess other) throws Exception {
    try (Balancer balancer = new Balancer(List.of(one, other))) {
      CreateLoad load = new CreateLoad(vertx, balancer.port(), bearer).start(CALLERS / 4);
      for (ServerProcess server : List.of(one, other)) {
        awaitMore(load);
        assertThat(server.terminate()).as(server.log()).isZero();
        server.start();
      }
      awaitMore(load);
      load.stop();
      load.checkAgainst(stored());
      return load.statuses();
    }
  }

  @Test
  void aCreateWithAKeyIsDoneOnceHoweverOftenItIsSent() throws Exception {
    try (FaultProxy proxy = new FaultProxy(postgres.port());
        ServerProcess server = new ServerProcess(postgres.uri(proxy.port()), Map.of())) {
      // Given
      server.start();
      KeyedCreates creates = new KeyedCreates(vertx, server.port(), bearer).start(CALLERS);

      // When
      for (int i = 0; i < ROUNDS; i++) {
        await()
            .atMost(PATIENCE)
            .until(
                () -> {
                  cutSomeAnswers(proxy);
                  return creates.replayed() > 0;
                });
        server.kill();
        server.start();
      }
      creates.stop();

      // Then
      assertThat(creates.refused()).isEmpty();
      assertThat(creates.replayed()).isPositive();
      assertThat(Set.copyOf(postgres.query(KeyedCreates.STORED))).isEqualTo(creates.created());
    }
  }

  /** A while each, so that connections are open again and any statement may be the one. */
  private static void cutSomeAnswers(FaultProxy proxy) throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      TimeUnit.MILLISECONDS.sleep(100);
      proxy.cutAnswers();
      TimeUnit.MILLISECONDS.sleep(20);
      proxy.pass();
    }
  }

  private static void awaitMore(CreateLoad load) {
    long enough = load.count(201) + SOME;
    await().atMost(PATIENCE).until(() -> load.count(201) >= enough);
  }

  private static List<String> stored() throws SQLException {
    return postgres.query(CreateLoad.STORED);
  }
}
