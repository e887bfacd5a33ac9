package org.racprovider.provider.store;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import org.racprovider.config.DatabaseConfig;
import org.racprovider.db.SingleSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the counts of providers and the search index up to date, behind the writes, and deletes old
 * idempotency keys. Lists and searches are exact without it, but they become slower with each
 * change that is not counted or merged yet. Of all nodes, the one whose session has the lock does
 * the work.
 */
public final class ProviderMaintenanceVerticle extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(ProviderMaintenanceVerticle.class);

  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
  private static final Duration KEY_CLEANUP = Duration.ofMinutes(1);

  private final DatabaseConfig config;
  private final Duration interval;
  private SingleSession connections;
  private MaintenanceSession session;
  private boolean running;
  private boolean failing;
  private boolean keyCleanupDue;
  private boolean stopped;

  /**
   * @param interval between two checks whether there is anything to do
   */
  public ProviderMaintenanceVerticle(DatabaseConfig config, Duration interval) {
    this.config = config;
    this.interval = interval;
  }

  @Override
  public Future<?> start() {
    connections = MaintenanceSession.connections(vertx, config);
    vertx.setPeriodic(0, interval.toMillis(), ignored -> round());
    vertx.setPeriodic(KEY_CLEANUP.toMillis(), ignored -> keyCleanupDue = true);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    stopped = true;
    return closeSession();
  }

  private void round() {
    if (running || stopped) {
      return;
    }
    running = true;
    session()
        .compose(this::round)
        .onSuccess(ignored -> failing = false)
        .onFailure(this::handleFailure)
        .onComplete(ended -> endRound(ended.failed()));
  }

  /**
   * One after the other: counting is a transaction, to which a statement in between would belong.
   */
  private Future<Void> round(MaintenanceSession opened) {
    return opened
        .round()
        .compose(
            locked -> locked && keyCleanupDue ? deleteOldKeys(opened) : Future.succeededFuture());
  }

  private Future<Void> deleteOldKeys(MaintenanceSession opened) {
    keyCleanupDue = false;
    return opened.deleteOldKeys();
  }

  private void endRound(boolean failed) {
    if (stopped) {
      closeSession();
    } else if (failed) {
      vertx.setTimer(RETRY_PAUSE.toMillis(), fired -> running = false);
    } else {
      running = false;
    }
  }

  private Future<MaintenanceSession> session() {
    return session != null
        ? Future.succeededFuture(session)
        : MaintenanceSession.open(connections, config).onSuccess(opened -> session = opened);
  }

  private void handleFailure(Throwable cause) {
    if (!failing && !stopped) {
      LOG.atWarn().addKeyValue("cause", cause).log("This node cannot maintain providers now");
    }
    failing = true;
    closeSession();
  }

  private Future<Void> closeSession() {
    MaintenanceSession last = session;
    session = null;
    return last == null ? Future.succeededFuture() : last.close();
  }
}
