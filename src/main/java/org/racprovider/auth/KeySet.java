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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.racprovider.bus.Failure;
import org.racprovider.config.JwtConfig;
import org.racprovider.config.Timings;
import org.racprovider.keys.ReadKeySet;
import org.racprovider.keys.UnusedKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of the configured key set, as last read without an error. The set is read at the start,
 * then at the configured interval, sooner after a failure, and when a token names an unknown key.
 * Shared by all event loops.
 */
public final class KeySet extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(KeySet.class);

  private static final int MAX_DOUBLINGS = 5;

  /** How many keys are named that verify no tokens; a set may have thousands. */
  static final int MAX_WARNINGS = 20;

  /** How many callers may wait for a read; they hold a connection and a request each. */
  static final int MAX_WAITING = 256;

  /**
   * The keys at one moment. Changed keys are in a new object.
   *
   * @param isLoaded whether the set has been read
   */
  record KeySnapshot(List<JsonObject> keys, boolean isLoaded) {}

  private final JwtConfig config;
  private final KeySource source;
  private final Timings timings;
  private final LongSupplier clock;
  private volatile KeySnapshot current = new KeySnapshot(List.of(), false);
  private List<UnusedKey> unused = List.of();
  private Future<Void> reading = Future.succeededFuture();
  private final AtomicInteger waiting = new AtomicInteger();
  private int failures;
  private long nextRead;
  private long nextRefresh;

  /** Creates the configured key set. */
  public static KeySet of(Vertx vertx, JwtConfig config, Timings timings) {
    return new KeySet(
        config,
        KeySource.of(vertx, config),
        timings,
        () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
  }

  /**
   * @param clock returns milliseconds
   */
  KeySet(JwtConfig config, KeySource source, Timings timings, LongSupplier clock) {
    this.config = config;
    this.source = source;
    this.timings = timings;
    this.clock = clock;
    this.nextRead = clock.getAsLong();
    this.nextRefresh = nextRead;
  }

  /** Completes after the first attempt to read the set, even if it failed. */
  @Override
  public Future<?> start() {
    vertx.setPeriodic(timings.keyRetry().toMillis(), tick -> poll());
    return read();
  }

  /** The keys that verify tokens now. */
  KeySnapshot current() {
    return current;
  }

  /** Whether there is any key that verifies tokens. */
  public boolean isUsable() {
    return config.hasOwnKey() || current.isLoaded();
  }

  /**
   * Reads the set again, because a token names an unknown key. All callers together cause at most
   * one read in {@link Timings#keyRefresh}. The future completes when the set has been read, or at
   * once if that is not allowed yet. It fails with {@link Failure.Kind#UNAVAILABLE} at once if too
   * many callers wait, and for no other reason.
   */
  synchronized Future<Void> refresh() {
    long now = clock.getAsLong();
    if (now >= nextRefresh) {
      nextRefresh = now + timings.keyRefresh().toMillis();
      // A read that is in progress may have started before the key was published.
      readNext();
    }
    return reading.isComplete() ? reading : whenRead();
  }

  private Future<Void> whenRead() {
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      return Future.failedFuture(Failure.unavailable());
    }
    return reading.onComplete(read -> waiting.decrementAndGet());
  }

  /** Reads the set again if a read is due. */
  synchronized Future<Void> poll() {
    return clock.getAsLong() >= nextRead ? read() : reading;
  }

  private synchronized Future<Void> read() {
    if (reading.isComplete()) {
      readNext();
    }
    return reading;
  }

  private void readNext() {
    reading = reading.compose(last -> source.read()).transform(this::update);
  }

  private synchronized Future<Void> update(AsyncResult<ReadKeySet> read) {
    if (read.succeeded()) {
      succeeded(read.result());
    } else {
      failed(read.cause());
    }
    nextRead = clock.getAsLong() + pause().toMillis();
    return Future.succeededFuture();
  }

  private void succeeded(ReadKeySet read) {
    if (failures > 0) {
      LOG.atInfo().addKeyValue("source", source()).log("The key set can be read again");
    }
    failures = 0;
    if (!current.isLoaded() || !read.keys().equals(current.keys())) {
      current = new KeySnapshot(read.keys(), true);
    }
    if (!read.unused().equals(unused)) {
      unused = read.unused();
      warnOfUnused();
    }
  }

  private void warnOfUnused() {
    unused.stream().limit(MAX_WARNINGS).forEach(this::warnOf);
    if (unused.size() > MAX_WARNINGS) {
      LOG.atWarn()
          .addKeyValue("source", source())
          .addKeyValue("others", unused.size() - MAX_WARNINGS)
          .log("More keys of the key set verify no tokens");
    }
  }

  private void warnOf(UnusedKey key) {
    LOG.atWarn()
        .addKeyValue("source", source())
        .addKeyValue("kid", key.keyId())
        .addKeyValue("kty", key.type())
        .addKeyValue("reason", key.reason())
        .log("A key of the key set verifies no tokens");
  }

  private void failed(Throwable cause) {
    if (failures++ == 0) {
      LOG.atWarn()
          .addKeyValue("source", source())
          .addKeyValue("reason", cause.getMessage())
          .log("The key set cannot be read; the previous keys stay in use");
    }
  }

  private Duration pause() {
    if (failures == 0) {
      return config.jwksInterval();
    }
    Duration retry = timings.keyRetry().multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
    return Collections.min(List.of(retry, config.jwksInterval()));
  }

  private String source() {
    return config.jwks().map(Object::toString).orElse("none");
  }
}
