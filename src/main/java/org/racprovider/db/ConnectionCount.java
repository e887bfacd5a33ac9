package org.racprovider.db;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Counts connections until their end is known. A closed socket does not end its backend: PostgreSQL
 * may be waiting for a standby, may be stopped, or may never see the end of the socket. So a
 * connection that was given up counts until the database says that its backend is gone, or until a
 * limited time has passed, because a network that loses packets may never let the database say so.
 * Confined to one event loop.
 */
final class ConnectionCount {

  /** How long a connection that was given up counts after the database was asked last. */
  static final Duration MAX_UNKNOWN = Duration.ofSeconds(60);

  /** The same for one that never got a response. Nearly always no backend belongs to it. */
  private static final Duration MAX_UNKNOWN_ATTEMPT = Duration.ofSeconds(3);

  /**
   * Ends backends, and returns those that are not gone yet. The pid of a backend that is gone may
   * belong to another one, which is younger.
   */
  private static final String TERMINATE =
      """
      SELECT activity.pid, pg_terminate_backend(activity.pid)
      FROM pg_stat_activity AS activity
      JOIN unnest($1::integer[], $2::double precision[]) AS given_up (pid, age)
          ON given_up.pid = activity.pid
      WHERE activity.usename = current_user
        AND clock_timestamp() - activity.backend_start >= given_up.age * interval '1 second'
      """;

  private record GivenUp(int processId, long connected, long forgotten) {

    GivenUp until(long end) {
      return new GivenUp(processId, connected, end);
    }

    boolean isAttempt() {
      return processId == 0;
    }

    double age() {
      return (System.nanoTime() - connected) / 1e9;
    }
  }

  private final int max;
  private final boolean hasBackends;
  private final LongSupplier clock;
  private final List<GivenUp> givenUp = new ArrayList<>();
  private int open;

  /**
   * @param size how many connections the owner opens at once, which is not checked here. Those that
   *     are open and those that were given up are at most twice as many together; connections that
   *     were open can be given up as long as fewer than {@code size} count as given up
   * @param hasBackends whether a connection is a backend of the database, not of a pooler
   */
  ConnectionCount(int size, boolean hasBackends) {
    this(size, hasBackends, System::nanoTime);
  }

  /**
   * @param clock says, in nanoseconds, how long a connection counts
   */
  ConnectionCount(int size, boolean hasBackends, LongSupplier clock) {
    this.max = 2 * size;
    this.hasBackends = hasBackends;
    this.clock = clock;
  }

  /** Counts one more connection; returns false if there may be no more. */
  boolean tryOpen() {
    forget();
    boolean free = open + givenUp.size() < max;
    if (free) {
      open++;
    }
    return free;
  }

  /** The connection could not be opened. */
  void removeRefused() {
    open--;
  }

  /** The connection is closed while it is being opened. */
  void giveUpAttempt() {
    open--;
    givenUp.add(new GivenUp(0, 0, in(MAX_UNKNOWN_ATTEMPT)));
  }

  /** Whether a connection that is given up can be replaced. */
  boolean mayGiveUp() {
    forget();
    return givenUp.size() < max / 2;
  }

  /**
   * The connection is closed.
   *
   * @param connected a time at which it was open, as {@link System#nanoTime} says
   */
  void giveUp(int processId, long connected) {
    open--;
    givenUp.add(new GivenUp(processId, connected, in(MAX_UNKNOWN)));
  }

  /** Whether the database can say which connections are gone. */
  boolean canCheck() {
    forget();
    return hasBackends && givenUp.stream().anyMatch(each -> !each.isAttempt());
  }

  /** Ends the backends of all connections that were given up, and forgets those that are gone. */
  Future<Void> check(SqlConnection connection) {
    List<GivenUp> checked = givenUp.stream().filter(each -> !each.isAttempt()).toList();
    return connection
        .preparedQuery(TERMINATE)
        .execute(
            Tuple.tuple()
                .addArrayOfInteger(checked.stream().map(GivenUp::processId).toArray(Integer[]::new))
                .addArrayOfDouble(checked.stream().map(GivenUp::age).toArray(Double[]::new)))
        .onSuccess(rows -> keep(checked, rows))
        .mapEmpty();
  }

  private void keep(List<GivenUp> checked, RowSet<Row> rows) {
    Set<Integer> alive = new HashSet<>();
    rows.forEach(row -> alive.add(row.getInteger("pid")));
    givenUp.removeIf(each -> checked.contains(each) && !alive.contains(each.processId()));
    long end = in(MAX_UNKNOWN);
    givenUp.replaceAll(each -> alive.contains(each.processId()) ? each.until(end) : each);
  }

  private long in(Duration time) {
    return clock.getAsLong() + time.toNanos();
  }

  private void forget() {
    long now = clock.getAsLong();
    givenUp.removeIf(each -> each.forgotten() - now <= 0);
  }
}
