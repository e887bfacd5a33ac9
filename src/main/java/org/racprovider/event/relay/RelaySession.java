package org.racprovider.event.relay;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.racprovider.config.DatabaseConfig;
import org.racprovider.event.store.EventPage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a relay. The lock, the numbering and the notifications are all this session's:
 * a relay whose session is lost can number nothing any more, and one that begins a session looks at
 * once for what it was not told of.
 */
final class RelaySession {

  private static final Logger LOG = LoggerFactory.getLogger(RelaySession.class);

  private static final int BATCHES = 200;
  private static final int PAGE = 256;

  /** A commit is not given up while it waits for the disk. */
  private static final Duration FLUSH = Duration.ofSeconds(5);

  /** A session that lives asks for something every second. */
  private static final Duration IDLE = Duration.ofSeconds(3);

  /** Of one connection: a pool can be closed while that waits for an answer. */
  private final Pool pool;

  private final PgConnection connection;
  private final long deadlineMillis;
  private final EventPublisher publisher;
  private final Runnable wake;
  private final LowWaterMark settled;
  private volatile boolean leading;
  private boolean heard;
  private long published;
  private long newest;
  private boolean everywhere = true;

  private RelaySession(
      Vertx vertx, Pool pool, PgConnection connection, DatabaseConfig config, Runnable wake) {
    this.pool = pool;
    this.connection = connection;
    this.deadlineMillis = config.answerTimeout().toMillis();
    this.publisher = new EventPublisher(vertx.eventBus());
    this.wake = wake;
    this.settled = new LowWaterMark(longestAfterInsert(config));
    connection.exceptionHandler(cause -> LOG.atDebug().setCause(cause).log("Session lost"));
  }

  /**
   * Connects.
   *
   * @param wake is called when there may be something to do
   */
  static Future<RelaySession> open(Vertx vertx, DatabaseConfig config, Runnable wake) {
    // Other joins may read every batch there is, when the plan is made while many are to be
    // numbered. Where this process hangs, or its host or the network dies, PostgreSQL ends the
    // session, which frees the lock for another relay to find at its next poll.
    var options =
        config
            .directOptionsPlanningOnce()
            .addProperty("enable_mergejoin", "off")
            .addProperty("enable_hashjoin", "off")
            .addProperty("idle_session_timeout", Long.toString(IDLE.toMillis()))
            .addProperty("tcp_keepalives_idle", "2")
            .addProperty("tcp_keepalives_interval", "1")
            .addProperty("tcp_keepalives_count", "2");
    Pool pool =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(1))
            .connectingTo(options)
            .using(vertx)
            .build();
    return pool.getConnection()
        .timeout(config.statementTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(late -> pool.close())
        .map(connection -> new RelaySession(vertx, pool, (PgConnection) connection, config, wake));
  }

  /** PostgreSQL bounds the pause before the commit, and a statement. */
  private static Duration longestAfterInsert(DatabaseConfig config) {
    return config.statementTimeout().multipliedBy(2).plus(FLUSH);
  }

  /** Numbers and publishes some events if it can have the lock; says whether there may be more. */
  Future<Boolean> round() {
    return leading
        ? relay()
        : lead().compose(mine -> mine ? relay() : Future.succeededFuture(false));
  }

  /**
   * Lets the next round look for batches of any age. The others look only behind what is settled:
   * while a long transaction anywhere keeps dead index entries alive, the way past them would grow
   * longer and longer.
   */
  void lookEverywhere() {
    everywhere = true;
    settled.advance();
  }

  boolean isLeading() {
    return leading;
  }

  /** Deletes events that are older than this. */
  Future<Void> trim(Duration retention) {
    if (!leading) {
      return Future.succeededFuture();
    }
    return execute(RelayStatements.TRIM, Tuple.of(retention.toSeconds(), BATCHES))
        .compose(rows -> rows.size() > 0 ? trim(retention) : Future.succeededFuture());
  }

  Future<Void> close() {
    leading = false;
    return pool.close();
  }

  private Future<Boolean> lead() {
    return execute(RelayStatements.TRY_LOCK, Tuple.tuple())
        .compose(
            rows ->
                rows.iterator().next().getBoolean(0)
                    ? begin().map(true)
                    : Future.succeededFuture(false));
  }

  /** What the last relay numbered and perhaps did not publish is published again. */
  private Future<Void> begin() {
    connection.notificationHandler(notification -> wake.run());
    return execute(RelayStatements.LISTEN, Tuple.tuple())
        .compose(listening -> execute(RelayStatements.STATE, Tuple.tuple()))
        .map(rows -> take(rows.iterator().next()));
  }

  private Void take(Row state) {
    published = state.getLong("published");
    newest = state.getLong("newest");
    leading = true;
    LOG.atInfo().addKeyValue("position", published).log("Relaying events");
    return null;
  }

  private Future<Boolean> relay() {
    boolean whole = everywhere;
    everywhere = false;
    return execute(RelayStatements.NUMBER, Tuple.of(whole ? 0 : settled.last(), BATCHES, published))
        .map(rows -> rows.size() > 0 && numbered(rows.iterator().next()))
        .onSuccess(more -> everywhere |= whole && more)
        .compose(more -> publish().map(more));
  }

  private boolean numbered(Row row) {
    newest = row.getLong("newest");
    if (row.getLong("batches") > 0) {
      settled.numbered(row.getLong("last"));
    }
    return row.getLong("batches") == BATCHES;
  }

  /** Page by page; where nobody listens one event is tried and no more are read. */
  private Future<Void> publish() {
    if (published >= newest) {
      return Future.succeededFuture();
    }
    return execute(EventPage.SQL, EventPage.values(published, heard ? PAGE : 1))
        .map(EventPage::of)
        .compose(this::publish)
        .compose(done -> publish());
  }

  private Future<Void> publish(EventPage page) {
    return publisher
        .publish(page.events())
        .onSuccess(
            somebody -> {
              heard = somebody;
              published = somebody ? page.last() : newest;
            })
        .mapEmpty();
  }

  private Future<RowSet<Row>> execute(String sql, Tuple values) {
    return connection
        .preparedQuery(sql)
        .execute(values)
        .timeout(deadlineMillis, TimeUnit.MILLISECONDS);
  }
}
