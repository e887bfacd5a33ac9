package org.racprovider.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.racprovider.support.HttpsSettings;

/**
 * No client stops the packaged server with the options of the image and the default limits. These
 * system properties change the test:
 *
 * <ul>
 *   <li>{@code attack.seconds} (3): how long each attack takes
 *   <li>{@code attack.random.seconds} (10) and {@code attack.seed}: how long the random mix takes,
 *       and its seed
 *   <li>{@code attack.only}: the names of the attacks to run, separated by commas, or {@code ALL};
 *       by default one attack of each kind
 *   <li>{@code attack.options}: more options of the server's JVM; with a larger heap the attacks
 *       are larger
 * </ul>
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class AttackIT {

  private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("attack.seconds", 3));
  private static final Duration RANDOM_TIME =
      Duration.ofSeconds(Integer.getInteger("attack.random.seconds", 10));
  private static final long SEED = Long.getLong("attack.seed", System.nanoTime());
  private static final String NAMES = System.getProperty("attack.only", "");
  private static final int MOST_AT_ONCE = 3;

  private static Surroundings surroundings;
  private static AttackedServer server;
  private static boolean failed;

  @BeforeAll
  static void startSurroundings() throws Exception {
    surroundings = new Surroundings();
  }

  @AfterAll
  static void stop() throws Exception {
    stopServer();
    surroundings.close();
  }

  private static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  static Stream<Attack> alone() {
    if (NAMES.isEmpty()) {
      return Stream.of(Attack.values()).filter(Attack::standsForItsKind);
    }
    return NAMES.equals("ALL")
        ? Stream.of(Attack.values())
        : Stream.of(NAMES.split(",")).map(Attack::valueOf);
  }

  @ParameterizedTest
  @MethodSource("alone")
  void survives(Attack attack) throws Exception {
    run(EnumSet.of(attack), TIME);
  }

  @Test
  void survivesUnreadBundlesBehindHaProxy(@TempDir Path folder) throws Exception {
    startServer();
    try (HaProxy proxy = HaProxy.start(folder, server.target())) {
      Target target = server.target().behind(proxy.port());
      run(server, target, EnumSet.of(Attack.UNREAD_BUNDLES), TIME);
    }
  }

  @Test
  @Tag("long")
  void survivesARandomMix() throws Exception {
    System.out.println("attack.seed=" + SEED);
    Random random = new Random(SEED);
    Deadline deadline = Deadline.after(RANDOM_TIME);
    while (!deadline.hasPassed()) {
      run(some(random), Duration.ofMillis(1000 + random.nextInt(4000)));
    }
  }

  /** Up to three attacks; the database fails alone, because no request can succeed meanwhile. */
  private static Set<Attack> some(Random random) {
    Attack first = any(random, Stream.of(Attack.values()).filter(attack -> !attack.needsHttps()));
    Set<Attack> some = EnumSet.of(first);
    if (first.by() != Attack.By.DATABASE) {
      for (int i = random.nextInt(MOST_AT_ONCE); i > 0; i--) {
        some.add(any(random, Stream.of(Attack.values()).filter(AttackIT::isMixed)));
      }
    }
    return some;
  }

  private static boolean isMixed(Attack attack) {
    return !attack.needsHttps() && attack.by() != Attack.By.DATABASE;
  }

  private static Attack any(Random random, Stream<Attack> attacks) {
    List<Attack> all = attacks.toList();
    return all.get(random.nextInt(all.size()));
  }

  private static void run(Set<Attack> attacks, Duration time) throws Exception {
    if (attacks.stream().anyMatch(Attack::needsHttps)) {
      stopServer();
      failed = true;
      try (AttackedServer https = AttackedServer.start(surroundings, HttpsSettings.create())) {
        run(https, https.target(), attacks, time);
      }
      failed = true;
    } else {
      startServer();
      run(server, server.target(), attacks, time);
    }
  }

  /**
   * Others are served in two of three runs, because other processes of the machine disturb one now
   * and then.
   */
  private static void run(
      AttackedServer attacked, Target target, Set<Attack> attacks, Duration time) throws Exception {
    AttackRun run = new AttackRun(attacked, target, surroundings, attacks);
    failed = true;
    if (!run.othersAreServed(time)) {
      assertThat(run.othersAreServed(time)).isTrue();
      assertThat(run.othersAreServed(time)).isTrue();
    }
    failed = false;
  }

  /** One server survives all attacks. After a failure, the next attack gets another one. */
  private static void startServer() throws Exception {
    if (server == null || failed) {
      stopServer();
      server = AttackedServer.start(surroundings, Map.of());
    }
  }
}
