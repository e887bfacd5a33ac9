package org.racprovider.http;

import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import org.racprovider.bus.Actor;
import org.racprovider.bus.CommandClient;
import org.racprovider.db.PersistenceVerticle;

/**
 * The probes: alive as long as it answers, ready when the database answers too and no stop has
 * begun.
 */
public final class Health {

  private static final String LIVE = "/-/health/live/";
  private static final String READY = "/-/health/ready/";
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final Actor PROBE = new Actor("probe", "probe");

  private final CommandClient commands;
  private final Drain drain;

  public Health(EventBus bus, Drain drain) {
    this.commands = new CommandClient(bus, TIMEOUT);
    this.drain = drain;
  }

  /** Puts them at {@code /-/health/live/} and {@code /-/health/ready/}. */
  public void mount(Router router) {
    router.get(LIVE).handler(Health::up);
    router.get(READY).handler(this::ready);
  }

  private void ready(RoutingContext context) {
    if (drain.hasBegun()) {
      answer(context, 503, "stopping");
      return;
    }
    commands
        .request(PersistenceVerticle.READY, new JsonObject(), PROBE)
        .onComplete(ready -> up(context), down -> answer(context, 503, "down"));
  }

  private static void up(RoutingContext context) {
    answer(context, 200, "up");
  }

  private static void answer(RoutingContext context, int status, String state) {
    new Answer(status, new JsonObject().put("status", state).toBuffer(), null).send(context);
  }
}
