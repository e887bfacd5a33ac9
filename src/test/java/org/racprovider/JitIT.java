package org.racprovider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.racprovider.support.CreateLoad;
import org.racprovider.support.PostgresServer;
import org.racprovider.support.TestServer;
import org.racprovider.support.Tools;

/**
 * What PostgreSQL logs about the statements of the server while it creates many providers. This
 * needs an installed PostgreSQL: the one of the class path is built without LLVM, so it cannot
 * compile plans.
 */
class JitIT {

  private static final int CREATES = 50_000;
  private static final int CALLERS = 64;
  private static final double MAX_MILLIS = 20;

  /** With {@code jit_above_cost}, every plan is compiled unless its session turns JIT off. */
  private static final List<String> SETTINGS =
      List.of(
          "jit_above_cost = 0",
          "session_preload_libraries = 'auto_explain'",
          "auto_explain.log_min_duration = 0",
          "auto_explain.log_analyze = on",
          "auto_explain.log_timing = off",
          "log_executor_stats = on");

  private static final String JIT = "\n\tJIT:";
  private static final Pattern COMPILED = Pattern.compile("Query Text: (.*)(?:\n\t.*)*" + JIT);
  private static final Pattern EXECUTED =
      Pattern.compile(
          "([\\d.]+) s user, ([\\d.]+) s system, ([\\d.]+) s elapsed(?:\n\t.*)*"
              + "\n.* STATEMENT: (.*(?:\n\t.*)*)");

  /** Tables that the creates do not name, and the notification of the relay. */
  private static final Pattern RELAY = Pattern.compile("event_batch|event_feed|pg_notify");

  private static PostgresServer postgres;
  private static TestServer server;
  private static String log;

  @BeforeAll
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  static void createProviders() throws IOException, InterruptedException {
    postgres = PostgresServer.createInstalled();
    boolean llvm = postgres.query("SELECT pg_jit_available()").equals(List.of("t"));
    Tools.require(llvm, "a PostgreSQL with LLVM, such as Debian's package postgresql,");
    SETTINGS.forEach(setting -> postgres.execute("ALTER DATABASE postgres SET " + setting));
    server = new TestServer(postgres::uri, Map.of());
    server.start();
    // The migrations, which have run by now, have sessions of their own.
    int before = postgres.log().length();
    CreateLoad load =
        new CreateLoad(server.vertx(), server.port(), server.bearer("akadmin")).start(CALLERS);
    await()
        .atMost(Duration.ofMinutes(4))
        .until(() -> load.count(201) >= CREATES || postgres.log().indexOf(JIT, before) >= 0);
    load.stop();
    log = postgres.log().substring(before);
  }

  @AfterAll
  static void stop() throws IOException {
    if (server != null) {
      server.stop();
    }
    postgres.close();
  }

  @Test
  void noStatementIsCompiled() {
    assertThat(log).contains("Query Text: ");
    assertThat(COMPILED.matcher(log).results().map(found -> found.group(1))).isEmpty();
  }

  /**
   * This holds for the processor time of each statement. On a busy machine a statement may have to
   * wait for a processor, so a few may take longer.
   */
  @Test
  void statementsOfTheRelayTakeAtMost20Milliseconds() {
    // When
    double[] cpu = sortedMillis(found -> seconds(found, 1) + seconds(found, 2));
    double[] elapsed = sortedMillis(found -> seconds(found, 3));

    // Then
    System.out.printf(
        "%d statements of the relay: p99 %.2f ms, longest %.2f ms, most processor time %.2f ms%n",
        elapsed.length,
        elapsed[elapsed.length * 99 / 100],
        elapsed[elapsed.length - 1],
        cpu[cpu.length - 1]);
    assertThat(cpu[cpu.length - 1]).isLessThan(MAX_MILLIS);
    assertThat(elapsed[elapsed.length * 99 / 100]).isLessThan(MAX_MILLIS);
  }

  private static double[] sortedMillis(ToDoubleFunction<MatchResult> seconds) {
    return EXECUTED
        .matcher(log)
        .results()
        .filter(found -> RELAY.matcher(found.group(4)).find())
        .mapToDouble(seconds)
        .map(value -> value * 1000)
        .sorted()
        .toArray();
  }

  private static double seconds(MatchResult found, int group) {
    return Double.parseDouble(found.group(group));
  }
}
