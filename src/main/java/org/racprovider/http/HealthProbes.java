package org.racprovider.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.racprovider.auth.KeySet;
import org.racprovider.bus.Actor;
import org.racprovider.bus.CommandClient;
import org.racprovider.bus.Readiness;

/**
 * The health probes. The server is live when its event loop runs. It is ready when the database
 * responds, a key to verify tokens is available, and no shutdown has begun. Safe on any thread.
 */
public final class HealthProbes {

  private static final String LIVE = "/-/health/live/";
  private static final String READY = "/-/health/ready/";
  private static final String UP = "up";
  private static final String DOWN = "down";
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private static final Duration AT_ONCE = Duration.ofMillis(60);

  /** How long the result of one probe is used for others. */
  private static final Duration KEPT = Duration.ofSeconds(5);

  private static final Actor PROBE = new Actor("probe", "probe");

  private final CommandClient commands;
  private final ShutdownState shutdown;
  private final KeySet keys;
  private final BooleanSupplier live;

  /** A probe that takes longer responds with the result of the one before. */
  private final Duration usual;

  private volatile Result latest;

  /** What the database was found to be, and when, as a value of {@link System#nanoTime}. */
  private record Result(String database, long nanos) {}

  /** Probes on an event loop that serves the API. */
  public HealthProbes(EventBus bus, ShutdownState shutdown, KeySet keys) {
    this(bus, shutdown, keys, () -> true, TIMEOUT);
  }

  /** Probes on another event loop, which respond at once, however busy those of the API are. */
  public HealthProbes(EventBus bus, ShutdownState shutdown, KeySet keys, Heartbeat heartbeat) {
    this(bus, shutdown, keys, heartbeat::isAlive, AT_ONCE);
  }

  private HealthProbes(
      EventBus bus, ShutdownState shutdown, KeySet keys, BooleanSupplier live, Duration usual) {
    this.commands = new CommandClient(bus, TIMEOUT);
    this.shutdown = shutdown;
    this.keys = keys;
    this.live = live;
    this.usual = usual;
  }

  /** Mounts the probes at {@code /-/health/live/} and {@code /-/health/ready/}. */
  public void mount(Router router) {
    router.get(LIVE).handler(this::live);
    router.get(READY).handler(this::ready);
  }

  /**
   * Completes with {@code up}, {@code down} if the database does not respond, {@code no keys} or
   * {@code stopping}; never fails.
   */
  public Future<String> state() {
    if (shutdown.hasBegun()) {
      return Future.succeededFuture("stopping");
    }
    return keys.isUsable() ? database() : Future.succeededFuture("no keys");
  }

  private Future<String> database() {
    return commands
        .request(Readiness.CHECK, new JsonObject(), PROBE)
        .map(UP)
        .otherwise(DOWN)
        .onSuccess(found -> latest = new Result(found, System.nanoTime()));
  }

  private void live(RoutingContext context) {
    boolean alive = live.getAsBoolean();
    respond(context, alive ? 200 : 503, alive ? UP : DOWN);
  }

  private void ready(RoutingContext context) {
    Vertx vertx = context.vertx();
    Context own = vertx.getOrCreateContext();
    Promise<String> first = Promise.promise();
    state().onSuccess(state -> own.runOnContext(ignored -> first.tryComplete(state)));
    long timer =
        vertx.setTimer(usual.toMillis(), tick -> usableLatest().ifPresent(first::tryComplete));
    first
        .future()
        .onComplete(ignored -> vertx.cancelTimer(timer))
        .onSuccess(state -> respond(context, state.equals(UP) ? 200 : 503, state));
  }

  private Optional<String> usableLatest() {
    return Optional.ofNullable(latest)
        .filter(result -> System.nanoTime() - result.nanos() < KEPT.toNanos())
        .map(Result::database);
  }

  private static void respond(RoutingContext context, int status, String state) {
    new JsonResponse(status, new JsonObject().put("status", state).toBuffer()).send(context);
  }
}
