package org.racprovider.event.relay;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.racprovider.bus.Actor;
import org.racprovider.bus.CommandClient;
import org.racprovider.event.ProviderEvents;
import org.racprovider.metrics.Meters;

/** The meters of the committed events that are not relayed yet: their number and greatest age. */
public final class EventLag {

  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final Actor ACTOR = new Actor("metrics", "metrics");

  private final CommandClient commands;
  private volatile double events = Double.NaN;
  private volatile double seconds = Double.NaN;

  public EventLag(EventBus bus, MeterRegistry registry) {
    this.commands = new CommandClient(bus, TIMEOUT);
    registry.gauge(Meters.EVENTS_WAITING, this, lag -> lag.events);
    registry.gauge(Meters.EVENTS_LAG, this, lag -> lag.seconds);
  }

  /** Reads the values from the database. If it does not respond, the meters have no value. */
  public Future<Void> update() {
    return commands
        .<JsonObject>request(ProviderEvents.LAG, new JsonObject(), ACTOR)
        .otherwise(new JsonObject())
        .map(this::set);
  }

  private Void set(JsonObject lag) {
    events = lag.getDouble("events", Double.NaN);
    seconds = lag.getDouble("seconds", Double.NaN);
    return null;
  }
}
