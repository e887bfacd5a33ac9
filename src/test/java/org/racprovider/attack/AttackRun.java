package org.racprovider.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/** One or more attacks at the same time, and what the server promises meanwhile and afterwards. */
final class AttackRun {

  /**
   * The management port responds in 100 ms. One probe in ten may take longer, because the attackers
   * and others use the processors of the same machine.
   */
  private static final long PROBE_MILLIS = 100;

  private static final double MOST_PROBES = 0.9;
  private static final long SINGLE_MILLIS = 3_000;

  /** Requests end after 5 s, also while the database does not respond. */
  private static final long LONGEST_MILLIS = 7_000;

  /** {@code RAC_DATABASE_POOL_SIZE} + {@code RAC_CREATE_STATEMENTS} + 3, see the configuration. */
  private static final int DATABASE_CONNECTIONS = 8 + 4 + 3;

  /** While backends of the database hang, others replace them. */
  private static final int TIMES_WHILE_IT_HANGS = 2;

  /** Backends that hang while they start are forgotten after 3 s, because nobody knows them. */
  private static final int HANGING_STARTS = 4;

  private static final Duration SETTLED = Duration.ofSeconds(30);
  private static final Duration RECOVERY = Duration.ofSeconds(5);
  private static final Duration RETURN_TIME = Duration.ofSeconds(30);

  /** In MiB. What the server holds afterwards may differ from the start by this. */
  private static final long MEMORY_MARGIN = 12;

  /**
   * Of the limit on direct memory. Netty keeps what it has allocated for the next connections; what
   * it has lost would grow from one attack to the next.
   */
  private static final double DIRECT_PART = 0.75;

  /** In MiB. Large rows need some 70 for a while. */
  private static final long SESSION_MEMORY = 100;

  /** A thread for each attack, because attacks block. */
  private static final Executor THREADS = attack -> new Thread(attack, "attack").start();

  private final AttackedServer server;
  private final Target target;
  private final Surroundings surroundings;
  private final Set<Attack> attacks;

  /**
   * @param target the server itself, or a load balancer in front of it
   */
  AttackRun(AttackedServer server, Target target, Surroundings surroundings, Set<Attack> attacks) {
    this.server = server;
    this.target = target;
    this.surroundings = surroundings;
    this.attacks = attacks;
  }

  /**
   * Attacks for this time, or longer if an attack needs it. Fails if the server ends, does not
   * recover, or holds too much afterwards.
   *
   * @return whether others got what they are promised, in time
   */
  boolean othersAreServed(Duration wanted) throws Exception {
    int logged = server.log().length();
    Duration time =
        Stream.concat(Stream.of(wanted), attacks.stream().map(Attack::atLeast))
            .max(Comparator.naturalOrder())
            .orElseThrow();
    OtherCallers others = new OtherCallers(target);
    await().atMost(SETTLED).until(others::haveSettled);
    Observer observer = new Observer(target, surroundings);
    try {
      attack(Deadline.after(time));
    } finally {
      observer.stop();
      others.stop();
      print(others, observer);
      printErrors(logged);
      surroundings.cleanUp();
    }
    assertThat(server.isAlive()).as("the process lives: %s", server.log()).isTrue();
    checkConnections(observer);
    checkRecovery();
    checkMemory();
    return areServed(others, observer);
  }

  private boolean areServed(OtherCallers others, Observer observer) {
    try {
      checkOthers(others);
      checkProbes(observer.probes());
      return true;
    } catch (AssertionError disturbed) {
      System.out.println(attacks + ": " + disturbed.getMessage());
      return false;
    }
  }

  private void attack(Deadline deadline) {
    List<CompletableFuture<Void>> running =
        attacks.stream()
            .map(attack -> CompletableFuture.runAsync(() -> attack(attack, deadline), THREADS))
            .toList();
    running.forEach(CompletableFuture::join);
  }

  private void attack(Attack attack, Deadline deadline) {
    try {
      attack.run(target, surroundings, deadline);
    } catch (Exception e) {
      throw new CompletionException(attack.name(), e);
    }
  }

  private void print(OtherCallers others, Observer observer) throws Exception {
    Map<String, Integer> statuses = new TreeMap<>();
    List<Response> all = new ArrayList<>(others.responses());
    all.addAll(others.newcomers());
    all.forEach(each -> statuses.merge(each.kind() + " " + each.status(), 1, Integer::sum));
    System.out.printf(
        "%s: %s, longest %d ms; management median %d, p90 %d, longest %d ms; %d connections;"
            + " largest session %d MiB%n",
        attacks,
        statuses,
        all.stream().mapToLong(Response::millis).max().orElse(0),
        quantile(observer.probes(), 0.5),
        quantile(observer.probes(), 0.9),
        quantile(observer.probes(), 1),
        observer.connections(),
        surroundings.largestSession());
  }

  private void printErrors(int logged) throws Exception {
    server
        .log()
        .substring(logged)
        .lines()
        .filter(AttackRun::isError)
        .limit(3)
        .forEach(System.out::println);
  }

  private static boolean isError(String line) {
    return line.contains(" ERROR ") || line.contains("OutOfMemory");
  }

  private void checkOthers(OtherCallers others) {
    List<Response> responses = others.responses();
    List<Response> wrong = responses.stream().filter(each -> !each.isNormal()).toList();
    int percent = attacks.stream().mapToInt(Attack::percent).min().orElseThrow();
    assertThat((responses.size() - wrong.size()) * 100)
        .as("%d%% of %d requests of others succeed; failed: %s", percent, responses.size(), wrong)
        .isGreaterThanOrEqualTo(responses.size() * percent);
    if (percent > 0) {
      assertThat(others.newcomers()).as("newcomers").allMatch(Response::isNormal);
    }
    assertThat(responses).allMatch(response -> response.millis() < LONGEST_MILLIS);
  }

  private static void checkProbes(List<Long> probes) {
    assertThat(quantile(probes, MOST_PROBES))
        .as("management port %s", probes)
        .isLessThan(PROBE_MILLIS);
    assertThat(quantile(probes, 1)).as("management port %s", probes).isLessThan(SINGLE_MILLIS);
  }

  private static long quantile(List<Long> sorted, double part) {
    return sorted.get((int) Math.min(sorted.size() - 1, part * sorted.size()));
  }

  private void checkConnections(Observer observer) {
    assertThat(observer.connections())
        .as("connections to the database")
        .isLessThanOrEqualTo(
            hangs()
                ? TIMES_WHILE_IT_HANGS * DATABASE_CONNECTIONS + HANGING_STARTS
                : DATABASE_CONNECTIONS);
  }

  private boolean hangs() {
    return attacks.contains(Attack.HANGING_SESSIONS);
  }

  private void checkRecovery() throws Exception {
    OtherCallers others = new OtherCallers(target);
    await().atMost(RECOVERY.multipliedBy(2)).until(() -> !others.newcomers().isEmpty());
    others.stop();
    assertThat(others.newcomers()).as("after the attack").allMatch(Response::isNormal);
    await().atMost(RETURN_TIME).until(() -> surroundings.sessions().size() <= DATABASE_CONNECTIONS);
  }

  private void checkMemory() {
    await()
        .atMost(RETURN_TIME)
        .untilAsserted(
            () -> {
              assertThat(server.heapInUse()).as("heap").isLessThan(server.heapAtStart() + margin());
              assertThat(server.directInUse())
                  .as("direct memory")
                  .isLessThan(Math.round(DIRECT_PART * server.directLimit()));
              assertThat(surroundings.largestSession())
                  .as("memory of a session of the database")
                  .isLessThan(SESSION_MEMORY);
            });
  }

  private long margin() {
    return Math.round(MEMORY_MARGIN * target.scale());
  }
}
