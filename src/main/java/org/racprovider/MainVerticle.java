package org.racprovider;

import io.micrometer.core.instrument.Clock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.sqlclient.Pool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.racprovider.auth.KeySet;
import org.racprovider.bus.CommandClient;
import org.racprovider.config.AppConfig;
import org.racprovider.db.Migrations;
import org.racprovider.event.consumer.PublishedEvents;
import org.racprovider.event.relay.EventLag;
import org.racprovider.event.relay.EventRelayVerticle;
import org.racprovider.event.stream.EventBridge;
import org.racprovider.event.stream.EventStreamRoutes;
import org.racprovider.event.stream.StreamTurns;
import org.racprovider.http.AccessLog;
import org.racprovider.http.CertificateReload;
import org.racprovider.http.HealthProbes;
import org.racprovider.http.Heartbeat;
import org.racprovider.http.RequestObservation;
import org.racprovider.http.RootConfigRoutes;
import org.racprovider.http.RouteGroup;
import org.racprovider.http.RouterVerticle;
import org.racprovider.http.ShutdownState;
import org.racprovider.http.limits.AdmissionControl;
import org.racprovider.http.limits.OpenConnections;
import org.racprovider.limits.CallerMemory;
import org.racprovider.limits.MemoryBudget;
import org.racprovider.management.HttpMetrics;
import org.racprovider.management.ManagementVerticle;
import org.racprovider.management.MemoryMetrics;
import org.racprovider.metrics.Meters;
import org.racprovider.page.OpenApiRoutes;
import org.racprovider.page.PageRoutes;
import org.racprovider.provider.api.AllProvidersRoutes;
import org.racprovider.provider.api.ListParameters;
import org.racprovider.provider.api.ProviderRoutes;
import org.racprovider.provider.store.ProviderMaintenanceVerticle;
import org.racprovider.reference.ReferenceData;
import org.racprovider.reference.ReferenceDataLoader;
import org.racprovider.status.NodeRegistry;
import org.racprovider.status.RecentRequests;
import org.racprovider.status.StatusRoutes;
import org.racprovider.status.StatusVerticle;

/**
 * Deploys the server: first the database and the verticles that use it, then HTTP, and finally
 * management and status. No component is reachable before its dependencies.
 */
final class MainVerticle extends VerticleBase {

  private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(5);

  private final AppConfig config;
  private final Vertx managementLoop;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ShutdownState shutdown = new ShutdownState();
  private final MemoryBudget memory;
  private final CallerMemory pages;
  private final OpenConnections connections;
  private final NodeRegistry nodes;
  private final List<RouterVerticle> routers = new ArrayList<>();
  private KeySet keys;
  private RecentRequests recentRequests;
  private ManagementVerticle management;
  private String routersId;

  /**
   * @param managementLoop has an event loop of its own, which clients of the API cannot make busy
   */
  MainVerticle(
      AppConfig config, Vertx managementLoop, MemoryBudget memory, OpenConnections connections) {
    this.config = config;
    this.managementLoop = managementLoop;
    this.memory = memory;
    this.pages = new CallerMemory(memory, MemoryBudget.Share.PAGES);
    this.connections = connections;
    this.nodes = new NodeRegistry(config.timings().nodeExpiry());
    registry.config().meterFilter(Meters.histograms());
    MemoryMetrics.register(registry, memory);
  }

  @Override
  public Future<?> start() {
    return new Migrations(vertx, config.database())
        .run()
        .compose(migrated -> loadReferenceData())
        .compose(loaded -> deployPersistence())
        .compose(deployed -> deployMaintenance())
        .compose(deployed -> deployEventRelay())
        .compose(deployed -> deployKeys())
        .compose(deployed -> deployRouters())
        .compose(deployed -> deployCertificateReload())
        .compose(deployed -> deployManagementAndStatus());
  }

  /** The port that HTTP listens on, once deployed. */
  int port() {
    return routers.get(0).server().actualPort();
  }

  /** The port that metrics and probes are served on, once deployed. */
  int managementPort() {
    return management.port();
  }

  /** Makes the readiness probe fail, waits as configured, then finishes the requests in flight. */
  Future<?> shutDownHttp() {
    shutdown.begin();
    long delay = config.http().shutdownDelay().toMillis();
    return (delay == 0 ? Future.succeededFuture() : vertx.timer(delay, TimeUnit.MILLISECONDS))
        .compose(waited -> vertx.undeploy(routersId));
  }

  private Future<?> loadReferenceData() {
    return config.referenceData().<Future<?>>map(this::load).orElseGet(Future::succeededFuture);
  }

  private Future<?> load(Path file) {
    Pool pool = config.database().directPool(vertx);
    return ReferenceData.read(vertx, file)
        .compose(new ReferenceDataLoader(pool)::load)
        .eventually(pool::close);
  }

  private Future<?> deployPersistence() {
    return new PersistenceInstances(vertx, config, registry, pages)
        .deploy(EventLoops.persistenceInstances());
  }

  private Future<?> deployMaintenance() {
    return vertx.deployVerticle(
        new ProviderMaintenanceVerticle(config.database(), config.timings().maintenance()));
  }

  private Future<?> deployEventRelay() {
    return vertx.deployVerticle(
        new EventRelayVerticle(
            config.database(), config.events().retention(), config.timings(), registry));
  }

  private Future<?> deployKeys() {
    keys = KeySet.of(vertx, config.jwt(), config.timings());
    return vertx.deployVerticle(keys);
  }

  private Future<?> deployRouters() {
    AdmissionControl admission = new AdmissionControl(config.http().limits(), connections, memory);
    // Measures from now on: the time before, such as the wait for the database, has no requests.
    recentRequests = new RecentRequests(Clock.SYSTEM, config.timings().statusInterval());
    Consumer<RequestObservation> observer = requestObserver(admission);
    StreamTurns turns = new StreamTurns(vertx, pages);
    ListParameters parameters = ListParameters.of(config.lists(), pages);
    for (int i = 0; i < EventLoops.number(); i++) {
      routers.add(
          new RouterVerticle(
              config, keys, admission, shutdown, observer, routeGroups(turns, parameters)));
    }
    return vertx
        .deployVerticle(
            routers.iterator()::next, new DeploymentOptions().setInstances(routers.size()))
        .onSuccess(id -> routersId = id);
  }

  private Consumer<RequestObservation> requestObserver(AdmissionControl admission) {
    Consumer<RequestObservation> metrics =
        new HttpMetrics(registry, admission).andThen(recentRequests);
    return config.accessLog() ? metrics.andThen(new AccessLog()) : metrics;
  }

  /** The routes of one router. */
  private List<RouteGroup> routeGroups(StreamTurns turns, ListParameters parameters) {
    CommandClient commands = new CommandClient(vertx.eventBus(), COMMAND_TIMEOUT);
    PublishedEvents published = new PublishedEvents(vertx);
    // The path of the stream also matches the path of a provider, so the stream comes first.
    return List.of(
        new EventStreamRoutes(vertx, commands, config.timings(), turns, published),
        new EventBridge(vertx, commands, config.timings(), turns, published),
        new ProviderRoutes(commands, parameters, pages),
        new AllProvidersRoutes(commands, parameters, pages),
        new RootConfigRoutes(),
        new StatusRoutes(nodes),
        new OpenApiRoutes(vertx, config.http().basePath()),
        new PageRoutes(vertx, config.http().basePath()));
  }

  private Future<?> deployCertificateReload() {
    HttpServer server = routers.get(0).server();
    Duration interval = config.timings().certificateCheck();
    return config
        .http()
        .tls()
        .map(tls -> vertx.deployVerticle(new CertificateReload(tls, server, interval)))
        .orElseGet(Future::succeededFuture);
  }

  private Future<?> deployManagementAndStatus() {
    Heartbeat heartbeat = new Heartbeat(config.timings().blockedEventLoop());
    HealthProbes health = new HealthProbes(vertx.eventBus(), shutdown, keys, heartbeat);
    EventLag lag = new EventLag(vertx.eventBus(), registry);
    management = new ManagementVerticle(config.management(), health, registry, lag::update);
    StatusVerticle status =
        new StatusVerticle(nodes, health, lag, recentRequests, registry, port());
    return vertx
        .deployVerticle(heartbeat)
        .compose(deployed -> managementLoop.deployVerticle(management))
        .compose(deployed -> vertx.deployVerticle(status));
  }
}
