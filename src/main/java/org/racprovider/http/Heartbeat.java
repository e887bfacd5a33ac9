package org.racprovider.http;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Shows other threads that the event loop it is deployed on still runs its tasks. */
public final class Heartbeat extends VerticleBase {

  private static final int BEATS = 10;

  private final long limitNanos;
  private volatile long last = System.nanoTime();

  /**
   * @param limit after this time without a beat, the event loop counts as blocked
   */
  public Heartbeat(Duration limit) {
    this.limitNanos = limit.toNanos();
  }

  @Override
  public Future<?> start() {
    beat();
    vertx.setPeriodic(
        Math.max(1, TimeUnit.NANOSECONDS.toMillis(limitNanos) / BEATS), tick -> beat());
    return Future.succeededFuture();
  }

  private void beat() {
    last = System.nanoTime();
  }

  /** Whether the event loop runs its tasks. Safe on any thread. */
  public boolean isAlive() {
    return System.nanoTime() - last < limitNanos;
  }
}
