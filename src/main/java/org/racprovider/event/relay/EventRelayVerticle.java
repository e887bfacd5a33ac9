package org.racprovider.event.relay;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import org.racprovider.config.DatabaseConfig;
import org.racprovider.config.Timings;
import org.racprovider.db.SingleSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Assigns positions to committed events and publishes them. Only the node whose session holds the
 * advisory lock does this. The other nodes try to get the lock every second, so that one of them
 * takes over soon after that session ends.
 */
public final class EventRelayVerticle extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(EventRelayVerticle.class);

  private static final Duration TRIM_INTERVAL = Duration.ofMinutes(1);

  private final DatabaseConfig config;
  private final Duration retention;
  private final Timings timings;
  private final MeterRegistry registry;
  private SingleSession connections;
  private volatile RelaySession session;
  private boolean running;
  private boolean runAgain;
  private boolean failing;
  private boolean stopped;

  /**
   * @param retention how long events are kept
   */
  public EventRelayVerticle(
      DatabaseConfig config, Duration retention, Timings timings, MeterRegistry registry) {
    this.config = config;
    this.retention = retention;
    this.timings = timings;
    this.registry = registry;
  }

  @Override
  public Future<?> start() {
    connections = RelaySession.connections(vertx, config);
    registry.gauge("rac.events.relay", this, relay -> relay.isLeading() ? 1 : 0);
    vertx.setPeriodic(0, timings.relayPoll().toMillis(), ignored -> poll());
    vertx.setPeriodic(TRIM_INTERVAL.toMillis(), ignored -> trim());
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    stopped = true;
    return closeSession();
  }

  private boolean isLeading() {
    RelaySession current = session;
    return current != null && current.isLeading();
  }

  private void poll() {
    if (session != null) {
      session.searchAllBatches();
    }
    run();
  }

  /** Runs rounds until there is nothing to do. If a round is running, one more follows. */
  private void run() {
    runAgain = true;
    if (running || stopped) {
      return;
    }
    running = true;
    runAgain = false;
    round()
        .onComplete(
            more -> {
              running = false;
              failing = false;
              if (more || runAgain) {
                run();
              }
            },
            this::handleFailure);
  }

  private Future<Boolean> round() {
    return session == null
        ? RelaySession.open(vertx, connections, config, this::run).compose(this::begin)
        : session.round();
  }

  private Future<Boolean> begin(RelaySession opened) {
    if (stopped) {
      return opened.close().map(false);
    }
    session = opened;
    return session.round();
  }

  private void handleFailure(Throwable cause) {
    running = false;
    if (!failing && !stopped) {
      LOG.atWarn().setCause(cause).log("This node cannot relay events now");
    }
    failing = true;
    closeSession();
  }

  private Future<Void> closeSession() {
    RelaySession last = session;
    session = null;
    return last == null ? Future.succeededFuture() : last.close();
  }

  private void trim() {
    if (session != null) {
      session
          .trim(retention)
          .onFailure(cause -> LOG.atWarn().setCause(cause).log("Old events cannot be deleted now"));
    }
  }
}
