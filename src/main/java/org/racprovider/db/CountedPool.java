package org.racprovider.db;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.racprovider.bus.Failure;

/**
 * A connection pool that survives a database that does not respond, without ever holding more
 * connections than its {@link ConnectionCount} allows: the driver has no timeouts, so a silent
 * connection would stay in its pool for ever. Work that misses its deadline is cancelled. If that
 * does not end it, its connection is replaced by another one, and so are those that have been
 * silent since the work began. Confined to one event loop.
 */
final class CountedPool implements LimitedWork.Observer {

  /** Younger connections are kept, so that a database that is read-only costs few connections. */
  static final Duration READ_ONLY_AGE = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final Supplier<Pool> connections;
  private final int size;
  private final Duration connectTimeout;
  private final ConnectionCount count;
  private final GivenUpBackends givenUp;
  private final Set<CountedConnection> all = new HashSet<>();
  private final Deque<CountedConnection> idle = new ArrayDeque<>();
  private final Queue<CountedConnection> hanging = new ArrayDeque<>();
  private final WaitingWork waiting;
  private final DatabaseSilence silence = new DatabaseSilence();
  private int opening;
  private boolean closed;

  /**
   * @param connections creates a pool of one connection
   * @param size the maximum number of connections
   * @param count counts the connections of this pool
   * @param connectTimeout how long work waits for a connection
   */
  CountedPool(
      Vertx vertx,
      Supplier<Pool> connections,
      int size,
      ConnectionCount count,
      Duration connectTimeout) {
    this.vertx = vertx;
    this.connections = connections;
    this.size = size;
    this.count = count;
    this.connectTimeout = connectTimeout;
    this.waiting = new WaitingWork(vertx, connectTimeout);
    this.givenUp = new GivenUpBackends(vertx, count, this::run);
  }

  /**
   * Does work on a connection. Fails with {@link Failure.Kind#UNAVAILABLE} when there is no
   * connection, with a {@link TimeoutException} after the deadline, and as the work fails. Work
   * that a read-only session refuses is tried once more, because another session may accept it.
   */
  <T> Future<T> run(Function<SqlConnection, Future<T>> work, Duration deadline) {
    return attempt(work, deadline)
        .recover(
            cause ->
                SqlFailures.isReadOnly(cause)
                    ? attempt(work, deadline)
                    : Future.failedFuture(cause));
  }

  private <T> Future<T> attempt(Function<SqlConnection, Future<T>> work, Duration deadline) {
    return acquire()
        .compose(
            connection ->
                open(connection)
                    .compose(
                        session ->
                            new LimitedWork<T>(vertx, connection, session, this)
                                .run(work, deadline)));
  }

  Future<Void> close() {
    closed = true;
    givenUp.stop();
    return Future.join(all.stream().map(CountedConnection::close).toList()).mapEmpty();
  }

  private Future<CountedConnection> acquire() {
    CountedConnection connection = next();
    if (connection != null) {
      return Future.succeededFuture(connection);
    }
    return waiting.add();
  }

  /** The connection that was used last, or another one; null if there is none. */
  private CountedConnection next() {
    CountedConnection connection = idle.pollLast();
    if (connection != null) {
      return connection;
    }
    if (all.size() >= size) {
      replaceHanging();
    }
    return mayOpen() && count.tryOpen() ? create() : null;
  }

  /** One attempt after the other, as long as the database does not respond. */
  private boolean mayOpen() {
    return !closed && all.size() < size && !(silence.isSilent() && opening > 0);
  }

  private CountedConnection create() {
    CountedConnection connection = new CountedConnection(connections.get(), count);
    all.add(connection);
    return connection;
  }

  private Future<SqlConnection> open(CountedConnection connection) {
    Future<SqlConnection> opened = connection.get();
    if (opened.succeeded()) {
      return opened;
    }
    opening++;
    return Deadline.limit(vertx, opened, connectTimeout)
        .onComplete(ignored -> opening--)
        .recover(cause -> notOpened(connection, opened, cause));
  }

  private Future<SqlConnection> notOpened(
      CountedConnection connection, Future<SqlConnection> opened, Throwable cause) {
    silence.begin(cause);
    if (opened.isComplete()) {
      connection.remove();
    } else {
      connection.giveUpAttempt();
    }
    all.remove(connection);
    waiting.serve(this::next);
    return Future.failedFuture(Failure.unavailable());
  }

  @Override
  public void missed(CountedConnection connection, TimeoutException missed) {
    silence.begin(missed);
  }

  /** Also gives up the unused connections that have been silent since the work began. */
  @Override
  public void hangs(CountedConnection connection, long since) {
    hanging.add(connection);
    replaceHanging();
    List.copyOf(idle).stream()
        .filter(each -> each.lastResponse() - since < 0)
        .forEach(this::giveUpIdle);
    waiting.serve(this::next);
  }

  /** Those that cannot be replaced keep their connections, because they may still respond. */
  private void replaceHanging() {
    while (!hanging.isEmpty() && count.mayGiveUp()) {
      giveUp(hanging.remove());
    }
  }

  private void giveUpIdle(CountedConnection connection) {
    if (count.mayGiveUp()) {
      idle.remove(connection);
      giveUp(connection);
    }
  }

  private void giveUp(CountedConnection connection) {
    all.remove(connection);
    connection.giveUp();
    vertx.runOnContext(ignored -> givenUp.end());
  }

  /**
   * Also gives up a connection that broke: the driver would open another one in its place, while
   * its backend may still work.
   */
  @Override
  public void ended(CountedConnection connection, Throwable cause) {
    if (connection.isGivenUp()) {
      return;
    }
    hanging.remove(connection);
    if (SqlFailures.isResponse(cause)) {
      connection.recordResponse();
      silence.end();
    }
    idle.add(connection);
    if (SqlFailures.isStalePlan(cause) || !SqlFailures.isResponse(cause)) {
      giveUpIdle(connection);
    }
    if (SqlFailures.isReadOnly(cause)) {
      giveUpReadOnly();
    }
    waiting.serve(this::next);
  }

  /** The next connections may reach another server, which has become the primary. */
  private void giveUpReadOnly() {
    long now = System.nanoTime();
    List.copyOf(idle).stream()
        .filter(each -> now - each.connected() > READ_ONLY_AGE.toNanos())
        .forEach(this::giveUpIdle);
  }
}
