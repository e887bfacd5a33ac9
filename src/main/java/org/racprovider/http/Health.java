package org.racprovider.http;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.racprovider.bus.Actor;
import org.racprovider.bus.CommandClient;

/**
 * The probes: alive as long as it answers, ready when the database answers too and no stop has
 * begun.
 */
final class Health {

  private static final Actor PROBE = new Actor("probe", "probe");

  private final CommandClient commands;
  private final String readyAddress;
  private final Drain drain;

  /**
   * @param commands with the time-out of the probe
   */
  Health(CommandClient commands, String readyAddress, Drain drain) {
    this.commands = commands;
    this.readyAddress = readyAddress;
    this.drain = drain;
  }

  void mount(Router router) {
    router.get("/-/health/live/").handler(context -> up(context));
    router.get("/-/health/ready/").handler(this::ready);
  }

  private void ready(RoutingContext context) {
    if (drain.hasBegun()) {
      answer(context, 503, "stopping");
      return;
    }
    commands
        .request(readyAddress, new JsonObject(), PROBE)
        .onComplete(ready -> up(context), down -> answer(context, 503, "down"));
  }

  private static void up(RoutingContext context) {
    answer(context, 200, "up");
  }

  private static void answer(RoutingContext context, int status, String state) {
    new Answer(status, new JsonObject().put("status", state).toBuffer(), null).send(context);
  }
}
