package org.racprovider.http;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import org.racprovider.auth.KeySet;
import org.racprovider.bus.Actor;
import org.racprovider.bus.CommandClient;
import org.racprovider.bus.Readiness;

/**
 * The health probes. The server is live when it responds. It is ready when the database responds, a
 * key to verify tokens is available, and no shutdown has begun.
 */
public final class HealthProbes {

  private static final String LIVE = "/-/health/live/";
  private static final String READY = "/-/health/ready/";
  private static final String UP = "up";
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final Actor PROBE = new Actor("probe", "probe");

  private final CommandClient commands;
  private final ShutdownState shutdown;
  private final KeySet keys;

  public HealthProbes(EventBus bus, ShutdownState shutdown, KeySet keys) {
    this.commands = new CommandClient(bus, TIMEOUT);
    this.shutdown = shutdown;
    this.keys = keys;
  }

  /** Mounts the probes at {@code /-/health/live/} and {@code /-/health/ready/}. */
  public void mount(Router router) {
    router.get(LIVE).handler(context -> respond(context, 200, UP));
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
    return commands.request(Readiness.CHECK, new JsonObject(), PROBE).map(UP).otherwise("down");
  }

  private void ready(RoutingContext context) {
    state().onSuccess(state -> respond(context, state.equals(UP) ? 200 : 503, state));
  }

  private static void respond(RoutingContext context, int status, String state) {
    new JsonResponse(status, new JsonObject().put("status", state).toBuffer()).send(context);
  }
}
