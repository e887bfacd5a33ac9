package org.racprovider.event.relay;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import org.racprovider.db.DatabaseClient;

/**
 * Tells the relay, on whichever node it is, that events were committed. A NOTIFY in the writing
 * transaction would hold a lock of the whole server while that transaction is flushed to disk, so
 * one is sent afterwards, for all that was committed meanwhile. Where it is lost, the relay's poll
 * finds the events: it need not be flushed itself. Confined to one event loop.
 */
public final class ChangeNotifier {

  static final String CHANNEL = "rac_provider_event";

  private static final String NOTIFY =
      "SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, '')";
  private static final long PAUSE_MILLIS = 15;

  private final Vertx vertx;
  private final DatabaseClient database;
  private boolean sending;
  private boolean again;

  public ChangeNotifier(Vertx vertx, DatabaseClient database) {
    this.vertx = vertx;
    this.database = database;
  }

  /** To be called after each commit. */
  public void changed() {
    if (sending) {
      again = true;
      return;
    }
    sending = true;
    database
        .execute(NOTIFY, Tuple.of(CHANNEL))
        .onComplete(sent -> vertx.setTimer(PAUSE_MILLIS, pause -> rested()));
  }

  private void rested() {
    sending = false;
    if (again) {
      again = false;
      changed();
    }
  }
}
