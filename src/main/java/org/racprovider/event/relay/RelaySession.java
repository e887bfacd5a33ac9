package org.racprovider.event.relay;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.racprovider.config.DatabaseConfig;
import org.racprovider.db.SingleSession;
import org.racprovider.event.store.EventPage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database session of a relay. It holds the lock, numbers the events and receives the
 * notifications, so a relay that loses its session numbers no events. A new session searches at
 * once, because it may have missed notifications.
 */
final class RelaySession {

  private static final Logger LOG = LoggerFactory.getLogger(RelaySession.class);

  private static final int MAX_BATCHES = 200;
  private static final int PAGE = 256;

  /** A page ends with the event that exceeds this cost. */
  private static final long MAX_COST = 1 << 20;

  /** How long a commit may wait for the disk. PostgreSQL has no timeout for this. */
  private static final Duration MAX_FLUSH = Duration.ofSeconds(5);

  private final SingleSession session;
  private final PgConnection connection;
  private final long timeoutMillis;
  private final EventPublisher publisher;
  private final Runnable wake;
  private final LowWaterMark lowWaterMark;
  private volatile boolean leading;
  private boolean hasListeners;
  private long published;
  private long newest;
  private boolean searchAll = true;

  private RelaySession(
      Vertx vertx,
      SingleSession session,
      PgConnection connection,
      DatabaseConfig config,
      Runnable wake) {
    this.session = session;
    this.connection = connection;
    this.timeoutMillis = config.responseTimeout().toMillis();
    this.publisher = new EventPublisher(vertx.eventBus());
    this.wake = wake;
    this.lowWaterMark = new LowWaterMark(maxOpenAfterInsert(config));
    connection.exceptionHandler(cause -> LOG.atDebug().setCause(cause).log("Session lost"));
  }

  /** The connections of the sessions that a relay opens one after the other. */
  static SingleSession connections(Vertx vertx, DatabaseConfig config) {
    // If many batches wait when the plan is made, the other joins may read the whole table.
    var options =
        config
            .genericPlanLockingOptions()
            .addProperty("enable_mergejoin", "off")
            .addProperty("enable_hashjoin", "off");
    return new SingleSession(vertx, options, config.statementTimeout());
  }

  /**
   * Connects to the database.
   *
   * @param session has no connection now
   * @param wake is called when events may have been committed
   */
  static Future<RelaySession> open(
      Vertx vertx, SingleSession session, DatabaseConfig config, Runnable wake) {
    return session
        .open()
        .map(connection -> new RelaySession(vertx, session, connection, config, wake));
  }

  /** PostgreSQL limits the pause before the commit and the commit statement, but not the flush. */
  private static Duration maxOpenAfterInsert(DatabaseConfig config) {
    return config.statementTimeout().multipliedBy(2).plus(MAX_FLUSH);
  }

  /**
   * Numbers and publishes events if this session has the lock; returns whether there may be more.
   */
  Future<Boolean> round() {
    return leading
        ? relay()
        : tryLock().compose(locked -> locked ? lead() : Future.succeededFuture(false));
  }

  /**
   * Makes the next round search all batches. Other rounds search after the low-water mark only: an
   * old transaction that keeps dead index entries slows a full search down.
   */
  void searchAllBatches() {
    searchAll = true;
    lowWaterMark.advance();
  }

  boolean isLeading() {
    return leading;
  }

  /** Deletes events that are older than the retention. */
  Future<Void> trim(Duration retention) {
    if (!leading) {
      return Future.succeededFuture();
    }
    return execute(RelayStatements.TRIM, Tuple.of(retention.toSeconds(), MAX_BATCHES))
        .compose(rows -> rows.size() > 0 ? trim(retention) : Future.succeededFuture());
  }

  Future<Void> close() {
    leading = false;
    return session.close();
  }

  private Future<Boolean> tryLock() {
    return execute(RelayStatements.TRY_LOCK, Tuple.tuple())
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  /** Publishes again the events that the previous relay numbered but may not have published. */
  private Future<Boolean> lead() {
    connection.notificationHandler(ignored -> wake.run());
    return execute(RelayStatements.LISTEN, Tuple.tuple())
        .compose(listening -> execute(RelayStatements.STATE, Tuple.tuple()))
        .compose(rows -> leadFrom(rows.iterator().next()));
  }

  private Future<Boolean> leadFrom(Row state) {
    published = state.getLong("published");
    newest = state.getLong("newest");
    leading = true;
    LOG.atInfo().addKeyValue("position", published).log("Relaying events");
    return relay();
  }

  private Future<Boolean> relay() {
    boolean all = searchAll;
    searchAll = false;
    Tuple values = Tuple.of(all ? 0 : lowWaterMark.value(), MAX_BATCHES, published);
    return execute(RelayStatements.NUMBER, values)
        .map(rows -> rows.size() > 0 && numbered(rows.iterator().next()))
        .onSuccess(more -> searchAll |= all && more)
        .compose(more -> publish().map(more));
  }

  private boolean numbered(Row row) {
    newest = row.getLong("newest");
    if (row.getLong("batches") > 0) {
      lowWaterMark.numbered(row.getLong("last"));
    }
    return row.getLong("batches") == MAX_BATCHES;
  }

  /** Publishes page by page. Without listeners, tries one event and skips the others. */
  private Future<Void> publish() {
    if (published >= newest) {
      return Future.succeededFuture();
    }
    return page(EventPage.BYTES).compose(this::publish).compose(ignored -> publish());
  }

  private Future<EventPage> page(int bytes) {
    AtomicLong cost = new AtomicLong();
    return execute(EventPage.SQL, EventPage.values(published, hasListeners ? PAGE : 1, bytes))
        .map(rows -> EventPage.of(rows, each -> cost.getAndAdd(each) < MAX_COST))
        .compose(page -> page.isTooSmall() ? page(page.nextBytes()) : Future.succeededFuture(page));
  }

  private Future<Void> publish(EventPage page) {
    return publisher
        .publish(page.events())
        .onSuccess(
            listeners -> {
              hasListeners = listeners;
              published = listeners ? page.last() : newest;
            })
        .mapEmpty();
  }

  private Future<RowSet<Row>> execute(String sql, Tuple values) {
    return connection
        .preparedQuery(sql)
        .execute(values)
        .timeout(timeoutMillis, TimeUnit.MILLISECONDS);
  }
}
