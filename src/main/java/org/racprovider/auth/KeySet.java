package org.racprovider.auth;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.racprovider.config.JwtConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of the key set, as it was when it last was good. It is read at the start, then on the
 * configured interval, sooner after a failure, and for tokens that name an unknown key. Shared by
 * all event loops.
 */
public final class KeySet extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(KeySet.class);

  private static final long POLL_MILLIS = 1000;
  private static final long REFRESH_PAUSE_MILLIS = 30_000;
  private static final int MOST_DOUBLINGS = 5;

  /**
   * The keys at one moment; another object once they have changed.
   *
   * @param isComplete whether the set has been read
   */
  public record Keys(List<JsonObject> set, boolean isComplete) {}

  private final JwtConfig config;
  private final KeySource source;
  private final LongSupplier clock;
  private volatile Keys current = new Keys(List.of(), false);
  private Future<Void> reading = Future.succeededFuture();
  private int failures;
  private long due;
  private long refreshable;

  /** Reads what is configured. */
  public static KeySet of(Vertx vertx, JwtConfig config) {
    return new KeySet(
        config,
        KeySource.of(vertx, config),
        () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
  }

  /**
   * @param clock gives milliseconds, from any time on
   */
  KeySet(JwtConfig config, KeySource source, LongSupplier clock) {
    this.config = config;
    this.source = source;
    this.clock = clock;
    this.due = clock.getAsLong();
    this.refreshable = due;
  }

  /** Ends when the set was read once, or could not be read. */
  @Override
  public Future<?> start() {
    vertx.setPeriodic(POLL_MILLIS, tick -> poll());
    return read();
  }

  /** The keys to verify with now. */
  public Keys current() {
    return current;
  }

  /** Whether there is any key to verify a token with. */
  public boolean isUsable() {
    return config.hasOwnKey() || current.isComplete();
  }

  /**
   * Reads the set again for a token that names an unknown key, at most once in 30 s whoever asks.
   * Ends when that is done, at once where it is not yet allowed; never fails.
   */
  public synchronized Future<Void> refresh() {
    long now = clock.getAsLong();
    if (now >= refreshable) {
      refreshable = now + REFRESH_PAUSE_MILLIS;
      // What is being read now may be older than the token.
      readNext();
    }
    return reading;
  }

  /** Reads the set again when it is time. */
  synchronized Future<Void> poll() {
    return clock.getAsLong() >= due ? read() : reading;
  }

  private synchronized Future<Void> read() {
    if (reading.isComplete()) {
      readNext();
    }
    return reading;
  }

  private void readNext() {
    reading = reading.compose(last -> source.read()).transform(this::take);
  }

  private synchronized Future<Void> take(AsyncResult<List<JsonObject>> read) {
    if (read.succeeded()) {
      believe(read.result());
    } else {
      complain(read.cause());
    }
    due = clock.getAsLong() + pause().toMillis();
    return Future.succeededFuture();
  }

  private void believe(List<JsonObject> set) {
    if (failures > 0) {
      LOG.atInfo().addKeyValue("source", source()).log("The key set can be read again");
    }
    failures = 0;
    if (!current.isComplete() || !set.equals(current.set())) {
      current = new Keys(set, true);
    }
  }

  private void complain(Throwable cause) {
    if (failures++ == 0) {
      LOG.atWarn()
          .addKeyValue("source", source())
          .addKeyValue("reason", cause.getMessage())
          .log("The key set cannot be read; the last good keys stay");
    }
  }

  private Duration pause() {
    if (failures == 0) {
      return config.jwksInterval();
    }
    Duration retry = Duration.ofSeconds(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    return Collections.min(List.of(retry, config.jwksInterval()));
  }

  private String source() {
    return config.jwks().map(Object::toString).orElse("none");
  }
}
