package org.racprovider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.racprovider.support.Balancer;
import org.racprovider.support.CreateLoad;
import org.racprovider.support.FaultProxy;
import org.racprovider.support.KeyedCreates;
import org.racprovider.support.PostgresServer;
import org.racprovider.support.ServerProcess;
import org.racprovider.support.Tokens;

/**
 * A killed server loses nothing that it confirmed, and a terminated server finishes its requests.
 * The system property {@code crash.times} (3) is the number of kills. The number of terminations,
 * and of kills under creates with a key, is a quarter of it.
 */
@ExtendWith(VertxExtension.class)
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class CrashIT {

  private static final int TIMES = Integer.getInteger("crash.times", 3);
  private static final int ROUNDS = Math.max(1, TIMES / 4);
  private static final int CALLERS = 16;
  private static final int ENOUGH = 200;
  private static final int TRIES = 3;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static Vertx vertx;
  private static PostgresServer postgres;
  private static String bearer;

  @BeforeAll
  static void startDatabase(Vertx injected) {
    vertx = injected;
    postgres = PostgresServer.create();
    // No test here kills PostgreSQL, so commits need not wait for the disk.
    postgres.execute("ALTER DATABASE postgres SET synchronous_commit = off");
    bearer = "Bearer " + new Tokens(vertx, ServerProcess.SECRET).of("akadmin");
  }

  @AfterAll
  static void stopDatabase() throws IOException {
    postgres.close();
  }

  @Test
  void keepsConfirmedCreatesWhenItIsKilled() throws Exception {
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
      assertThat(load.statuses()).isSubsetOf(201, 503, 504, CreateLoad.NO_RESPONSE);
    }
  }

  @Test
  void finishesRequestsWhenItIsTerminated() throws Exception {
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
        assertThat(load.statuses()).isSubsetOf(201, 503, 504, CreateLoad.NO_RESPONSE);
        load.checkAgainst(stored());
        assertThat(load.storedWithoutResponse(stored())).isEmpty();
        assertThat(server.log()).doesNotContain(" ERROR ");
      }
    }
  }

  @Test
  void failsNoRequestInARollingRestart() throws Exception {
    Map<String, String> settings = Map.of("RAC_HTTP_SHUTDOWN_DELAY", "3");
    try (ServerProcess one = new ServerProcess(postgres.uri(), settings);
        ServerProcess other = new ServerProcess(postgres.uri(), settings)) {
      // Given
      one.launch();
      other.launch();
      one.awaitReady();
      other.awaitReady();
      for (int i = 0; i < ROUNDS; i++) {
        // When
        Set<Integer> statuses = restart(one, other);
        // A pause of the machine also causes a 503.
        for (int tries = 1; statuses.contains(503) && tries < TRIES; tries++) {
          statuses = restart(one, other);
        }

        // Then
        assertThat(statuses).isEqualTo(Set.of(201));
      }
    }
  }

  /** Restarts both under load, one after the other, and returns the statuses of the requests. */
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
  void createsOnceWhenAKeyedCreateIsSentAgain() throws Exception {
    try (FaultProxy proxy = new FaultProxy(postgres.port());
        ServerProcess server = new ServerProcess(postgres.uri(proxy.port()), Map.of())) {
      // Given
      server.start();
      KeyedCreates creates = new KeyedCreates(vertx, server.port(), bearer).start(CALLERS);

      // When
      for (int i = 0; i < ROUNDS; i++) {
        await()
            .atMost(TIMEOUT)
            .until(
                () -> {
                  cutSomeResponses(proxy);
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

  /** Cuts repeatedly, so that every statement may be hit while connections are open. */
  private static void cutSomeResponses(FaultProxy proxy) throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      TimeUnit.MILLISECONDS.sleep(100);
      proxy.cutResponses();
      TimeUnit.MILLISECONDS.sleep(20);
      proxy.pass();
    }
  }

  private static void awaitMore(CreateLoad load) {
    long enough = load.count(201) + ENOUGH;
    await().atMost(TIMEOUT).until(() -> load.count(201) >= enough);
  }

  private static List<String> stored() {
    return postgres.query(CreateLoad.STORED);
  }
}
