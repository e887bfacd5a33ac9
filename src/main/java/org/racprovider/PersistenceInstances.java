package org.racprovider;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.racprovider.config.AppConfig;
import org.racprovider.db.DatabaseClient;
import org.racprovider.db.PersistenceVerticle;
import org.racprovider.event.relay.ChangeNotifier;
import org.racprovider.event.store.EventCommandHandler;
import org.racprovider.limits.CallerMemory;
import org.racprovider.metrics.Meters;
import org.racprovider.provider.store.ProviderCommandHandler;

/**
 * The instances of the persistence verticle. Each has its own connections, queues and event loop.
 * The event bus sends each command to one of them, in turn.
 */
final class PersistenceInstances {

  private final Vertx vertx;
  private final AppConfig config;
  private final MeterRegistry registry;
  private final CallerMemory memory;
  private final List<DatabaseClient> databases = new ArrayList<>();
  private final List<ProviderCommandHandler> providers = new ArrayList<>();
  private final List<PersistenceVerticle> verticles = new ArrayList<>();

  PersistenceInstances(Vertx vertx, AppConfig config, MeterRegistry registry, CallerMemory memory) {
    this.vertx = vertx;
    this.config = config;
    this.registry = registry;
    this.memory = memory;
  }

  Future<?> deploy(int number) {
    for (int i = 0; i < number; i++) {
      create();
    }
    // Unlike MeterRegistry.gauge, a gauge of a supplier keeps its object.
    Gauge.builder("rac.database.connections.active", this::running).register(registry);
    Gauge.builder("rac.database.waiting", this::waiting).register(registry);
    Gauge.builder(Meters.CREATE_QUEUE, this::waitingCreates).register(registry);
    return vertx.deployVerticle(
        verticles.iterator()::next, new DeploymentOptions().setInstances(number));
  }

  private void create() {
    DatabaseClient database =
        new DatabaseClient(vertx, config.database(), config.create().statements());
    ProviderCommandHandler handler =
        new ProviderCommandHandler(
            database,
            config.create(),
            config.events().settings(),
            new ChangeNotifier(vertx, database)::changed,
            registry,
            memory);
    databases.add(database);
    providers.add(handler);
    verticles.add(
        new PersistenceVerticle(
            database, List.of(handler, new EventCommandHandler(database, memory)), registry));
  }

  private int running() {
    return databases.stream().mapToInt(DatabaseClient::running).sum();
  }

  private int waiting() {
    return databases.stream().mapToInt(DatabaseClient::waiting).sum();
  }

  private int waitingCreates() {
    return providers.stream().mapToInt(ProviderCommandHandler::waitingCreates).sum();
  }
}
