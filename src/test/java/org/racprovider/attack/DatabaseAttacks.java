package org.racprovider.attack;

import java.io.IOException;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The database itself fails in ways that keep its connections open. */
final class DatabaseAttacks {

  private static final long PAUSE_MILLIS = 300;

  private DatabaseAttacks() {}

  /** Each commit waits for a standby that does not exist. */
  static void missingStandby(Target target, Surroundings surroundings, Deadline deadline)
      throws Exception {
    surroundings.query("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
    surroundings.query("SELECT pg_reload_conf()");
    deadline.await();
    surroundings.query("ALTER SYSTEM RESET synchronous_standby_names");
    surroundings.query("SELECT pg_reload_conf()");
  }

  /** The processes of all sessions stop, those of new sessions too. */
  static void hangingSessions(Target target, Surroundings surroundings, Deadline deadline)
      throws Exception {
    Set<Long> stopped = new HashSet<>();
    while (!deadline.hasPassed()) {
      for (long pid : surroundings.sessions()) {
        if (stopped.add(pid)) {
          signal("STOP", pid);
        }
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    for (long pid : stopped) {
      signal("CONT", pid);
    }
  }

  private static void signal(String name, long pid) throws IOException, InterruptedException {
    new ProcessBuilder(List.of("kill", "-" + name, Long.toString(pid)))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** The sessions that are open stay read-only for ever, and new ones are not. */
  static void readOnlySessions(Target target, Surroundings surroundings, Deadline deadline)
      throws Exception {
    surroundings.query("ALTER DATABASE postgres SET default_transaction_read_only = on");
    terminateSessions(surroundings);
    deadline.await();
    surroundings.query("ALTER DATABASE postgres RESET default_transaction_read_only");
  }

  private static void terminateSessions(Surroundings surroundings) throws SQLException {
    for (long pid : surroundings.sessions()) {
      surroundings.query("SELECT pg_terminate_backend(" + pid + ")");
    }
  }
}
