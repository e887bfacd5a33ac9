package org.racprovider.event.relay;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import org.racprovider.db.DatabaseClient;

/**
 * Notifies the relay, on whichever node it runs, that events were committed. A NOTIFY in the
 * writing transaction would hold a lock of the whole database server until that transaction is
 * flushed to disk. Therefore one NOTIFY is sent after the commits, for all events since the last
 * one. Its own commit need not be flushed: if the NOTIFY is lost, the relay finds the events when
 * it polls. Confined to one event loop.
 */
public final class ChangeNotifier {

  static final String CHANNEL = "rac_provider_event";

  private static final String NOTIFY =
      "SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, '')";

  /** No caller has this subject, because U+0000 is replaced in theirs. */
  private static final String SUBJECT = "\0change-notifier";

  private static final long PAUSE_MILLIS = 15;

  private final Vertx vertx;
  private final DatabaseClient database;
  private boolean sending;
  private boolean changedWhileSending;

  public ChangeNotifier(Vertx vertx, DatabaseClient database) {
    this.vertx = vertx;
    this.database = database;
  }

  /** Must be called after each commit of events. */
  public void changed() {
    if (sending) {
      changedWhileSending = true;
      return;
    }
    sending = true;
    database
        .executeForChange(SUBJECT, NOTIFY, Tuple.of(CHANNEL))
        .onComplete(sent -> vertx.setTimer(PAUSE_MILLIS, ignored -> pauseEnded()));
  }

  private void pauseEnded() {
    sending = false;
    if (changedWhileSending) {
      changedWhileSending = false;
      changed();
    }
  }
}
