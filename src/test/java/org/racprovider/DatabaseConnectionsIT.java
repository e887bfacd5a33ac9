package org.racprovider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.racprovider.support.ApiClient;
import org.racprovider.support.CreateLoad;
import org.racprovider.support.FaultProxy;
import org.racprovider.support.PostgresServer;
import org.racprovider.support.Providers;
import org.racprovider.support.TestServer;

/**
 * Whatever PostgreSQL does, a server holds no more connections than the documentation of {@code
 * RAC_DATABASE_POOL_SIZE} says, and works again soon after.
 */
class DatabaseConnectionsIT {

  private static final int POOL_SIZE = 4;
  private static final int CREATE_STATEMENTS = 4;
  private static final int CONNECTIONS = POOL_SIZE + CREATE_STATEMENTS + 3;

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** Many times as long as a statement may take. */
  private static final Duration FAULT = Duration.ofSeconds(32);

  /** Uses the indexes of the providers, and commits something else. */
  private static final String WRITE =
      """
      BEGIN;
      INSERT INTO provider (type, name, authorization_flow) VALUES ('rac', 'not stored', '%s');
      ROLLBACK;
      CREATE TABLE IF NOT EXISTS written (id integer);
      INSERT INTO written VALUES (1)
      """
          .formatted(Providers.FLOW);

  private final AtomicBoolean stopping = new AtomicBoolean();
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger refusedReads = new AtomicInteger();
  private final AtomicInteger changes = new AtomicInteger();
  private PostgresServer postgres;
  private FaultProxy proxy;
  private TestServer server;
  private ApiClient admin;
  private CreateLoad load;
  private int provider;

  @BeforeEach
  void startUnderLoad() throws IOException {
    postgres = PostgresServer.create();
    proxy = new FaultProxy(postgres.port());
    server =
        new TestServer(
            () -> postgres.uri(proxy.port()),
            Map.of(
                "RAC_DATABASE_POOL_SIZE", Integer.toString(POOL_SIZE),
                "RAC_CREATE_STATEMENTS", Integer.toString(CREATE_STATEMENTS),
                "RAC_DATABASE_STATEMENT_TIMEOUT", "3"));
    server.start();
    admin = server.client("akadmin");
    provider = Providers.pk(admin.send("POST", Providers.PATH, Providers.named("changed")));
    load = new CreateLoad(server.vertx(), server.port(), server.bearer("akadmin")).start(8);
    for (int i = 0; i < 4; i++) {
      read();
      change();
    }
    await().atMost(TIMEOUT).until(() -> load.count(201) > 20 && changes.get() > 20);
  }

  @AfterEach
  void stop() throws IOException {
    stopping.set(true);
    server.stop();
    proxy.close();
    postgres.close();
  }

  @Test
  void commitsThatWaitForAStandbyTakeNoMoreConnections() throws Exception {
    // Given
    setStandbys("nobody");
    await().atMost(TIMEOUT).until(() -> load.count(504) > 0);
    reads.set(0);
    refusedReads.set(0);

    // When
    List<Integer> held = watch(FAULT, backends -> {});
    setStandbys("");
    long before = load.count(201);
    await().atMost(Duration.ofSeconds(1)).until(() -> load.count(201) > before);

    // Then
    assertThat(held).allMatch(connections -> connections <= CONNECTIONS);
    assertThat(reads.get()).isGreaterThan(100);
    assertThat(refusedReads.get()).isLessThan(reads.get() / 20);
    requireAgreement();
  }

  @Test
  void stoppedBackendsAreReplacedOnce() throws Exception {
    // When: every backend is stopped, also those that replace others
    List<Integer> held = watch(FAULT, backends -> signal("STOP", backends));
    signal("CONT", backends());
    long before = load.count(201);
    await().atMost(TIMEOUT).until(() -> load.count(201) > before);

    // Then
    assertThat(held).allMatch(connections -> connections <= 2 * CONNECTIONS);
    requireAgreement();
    await().atMost(TIMEOUT).until(() -> backends().size() <= CONNECTIONS);
  }

  @Test
  void aStoppedHalfOfTheBackendsIsReplaced() throws Exception {
    // Given
    List<Integer> all = backends();
    List<Integer> stopped =
        IntStream.range(0, all.size() / 2).mapToObj(i -> all.get(2 * i)).toList();
    await().atMost(TIMEOUT).until(() -> stopWithoutLocks(stopped));

    // When: creates work as soon as the statements of stopped backends have missed their deadline
    List<Integer> held = watch(Duration.ofSeconds(8), backends -> {});
    long before = load.count(201);
    await().atMost(TIMEOUT).until(() -> load.count(201) > before + 20);

    // Then
    assertThat(held).allMatch(connections -> connections <= 2 * CONNECTIONS);
    signal("CONT", stopped);
    await().atMost(TIMEOUT).until(() -> backends().size() <= CONNECTIONS);
    requireAgreement();
  }

  @Test
  void aSilentNetworkTakesNoMoreConnections() throws Exception {
    // When
    proxy.acceptWithoutResponding();
    proxy.loseOldConnections();
    List<Integer> held = watch(FAULT, backends -> held(proxy.open()));
    proxy.pass();
    long before = load.count(201);
    await().atMost(TIMEOUT).until(() -> load.count(201) > before);

    // Then
    assertThat(held).allMatch(connections -> connections <= 2 * CONNECTIONS);
    requireAgreement();
    await().atMost(TIMEOUT).until(() -> backends().size() <= CONNECTIONS);
  }

  private static void held(long connections) {
    assertThat(connections).isLessThanOrEqualTo(2L * CONNECTIONS);
  }

  private interface Visit {
    void accept(List<Integer> backends);
  }

  /** How many connections the server has, many times. */
  private List<Integer> watch(Duration time, Visit visit) {
    List<Integer> held = new ArrayList<>();
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      List<Integer> backends = backends();
      held.add(backends.size());
      visit.accept(backends);
      pause();
    }
    return held;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(20);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** PostgreSQL itself may not respond. The name of a process says whose backend it is. */
  private List<Integer> backends() {
    return ProcessHandle.of(postgres.pid())
        .orElseThrow()
        .children()
        .map(ProcessHandle::pid)
        .filter(DatabaseConnectionsIT::isBackend)
        .map(Long::intValue)
        .toList();
  }

  private static boolean isBackend(long pid) {
    try {
      String name = Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
      return name.contains("127.0.0.1(");
    } catch (IOException ended) {
      return false;
    }
  }

  private void setStandbys(String names) {
    postgres.execute("ALTER SYSTEM SET synchronous_standby_names = '" + names + "'");
    postgres.execute("SELECT pg_reload_conf()");
  }

  private static void signal(String signal, List<Integer> pids) {
    if (!pids.isEmpty()) {
      List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
      pids.forEach(pid -> command.add(pid.toString()));
      try {
        new ProcessBuilder(command).start().waitFor();
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /**
   * Stops them, unless one of them holds one of PostgreSQL's own locks: all other backends would
   * wait for it, and no deadline ends that.
   */
  private boolean stopWithoutLocks(List<Integer> pids) {
    signal("STOP", pids);
    boolean othersWork = othersWork();
    if (!othersWork) {
      signal("CONT", pids);
    }
    return othersWork;
  }

  private boolean othersWork() {
    return CompletableFuture.supplyAsync(() -> postgres.query(WRITE))
        .thenApply(written -> true)
        .completeOnTimeout(false, 1, TimeUnit.SECONDS)
        .join();
  }

  private void requireAgreement() throws InterruptedException {
    assertThat(List.of(201, 503, 504)).containsAll(load.stop().statuses());
    load.checkAgainst(postgres.query(CreateLoad.STORED));
  }

  private void read() {
    repeat(
        admin
            .start("GET", Providers.PATH + "?page_size=1")
            .onSuccess(
                response -> {
                  reads.incrementAndGet();
                  refusedReads.addAndGet(response.statusCode() == 200 ? 0 : 1);
                }),
        this::read);
  }

  private void change() {
    JsonObject body = new JsonObject().put("connection_expiry", "seconds=" + changes.get());
    repeat(
        admin
            .start("PATCH", Providers.PATH + provider + "/", body)
            .onSuccess(response -> changes.incrementAndGet()),
        this::change);
  }

  private void repeat(Future<?> response, Runnable next) {
    response.onComplete(
        ignored -> {
          if (!stopping.get()) {
            server.vertx().setTimer(20, fired -> next.run());
          }
        });
  }
}
