package org.racprovider.event.relay;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import org.racprovider.config.DatabaseConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives committed events their positions and publishes them, on one node at a time: the one whose
 * session holds the advisory lock. The others ask for the lock every second, so that one of them
 * has it soon after the session of the first ends, however it ends.
 */
public final class EventRelayVerticle extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(EventRelayVerticle.class);

  /** Notifications may be lost; by this the delay of an event has a bound. */
  private static final long POLL_MILLIS = 1000;

  private static final Duration TRIM_INTERVAL = Duration.ofMinutes(1);

  private final DatabaseConfig config;
  private final Duration retention;
  private final MeterRegistry registry;
  private volatile RelaySession session;
  private boolean working;
  private boolean again;
  private boolean failing;
  private boolean stopped;

  /**
   * @param retention how long events are kept
   */
  public EventRelayVerticle(DatabaseConfig config, Duration retention, MeterRegistry registry) {
    this.config = config;
    this.retention = retention;
    this.registry = registry;
  }

  @Override
  public Future<?> start() {
    registry.gauge("rac.events.relay", this, relay -> relay.isLeading() ? 1 : 0);
    vertx.setPeriodic(0, POLL_MILLIS, tick -> poll());
    vertx.setPeriodic(TRIM_INTERVAL.toMillis(), tick -> trim());
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    stopped = true;
    return giveUpSession();
  }

  private boolean isLeading() {
    RelaySession current = session;
    return current != null && current.isLeading();
  }

  private void poll() {
    if (session != null) {
      session.lookEverywhere();
    }
    work();
  }

  /** Does rounds until there is nothing left to do; a call meanwhile asks for one more. */
  private void work() {
    again = true;
    if (working || stopped) {
      return;
    }
    working = true;
    again = false;
    round()
        .onComplete(
            more -> {
              working = false;
              failing = false;
              if (more || again) {
                work();
              }
            },
            this::recover);
  }

  private Future<Boolean> round() {
    return session == null
        ? RelaySession.open(vertx, config, this::work).compose(this::begin)
        : session.round();
  }

  private Future<Boolean> begin(RelaySession opened) {
    if (stopped) {
      return opened.close().map(false);
    }
    session = opened;
    return session.round();
  }

  private void recover(Throwable cause) {
    working = false;
    if (!failing && !stopped) {
      LOG.atWarn().setCause(cause).log("Events are not relayed by this node for now");
    }
    failing = true;
    giveUpSession();
  }

  private Future<Void> giveUpSession() {
    RelaySession last = session;
    session = null;
    return last == null ? Future.succeededFuture() : last.close();
  }

  private void trim() {
    if (session != null) {
      session
          .trim(retention)
          .onFailure(cause -> LOG.atWarn().setCause(cause).log("Old events are not deleted"));
    }
  }
}
