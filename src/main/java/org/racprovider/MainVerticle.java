package org.racprovider;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.racprovider.auth.KeySet;
import org.racprovider.bus.CommandClient;
import org.racprovider.bus.CommandHandlers;
import org.racprovider.config.AppConfig;
import org.racprovider.db.DatabaseClient;
import org.racprovider.db.Migrations;
import org.racprovider.db.PersistenceVerticle;
import org.racprovider.event.relay.ChangeNotifier;
import org.racprovider.event.relay.EventLag;
import org.racprovider.event.relay.EventRelayVerticle;
import org.racprovider.event.store.EventCommandHandler;
import org.racprovider.event.stream.EventBridge;
import org.racprovider.event.stream.EventStreamRoutes;
import org.racprovider.http.AccessLog;
import org.racprovider.http.CertificateReload;
import org.racprovider.http.HealthProbes;
import org.racprovider.http.RequestObservation;
import org.racprovider.http.RootConfigRoutes;
import org.racprovider.http.RouteGroup;
import org.racprovider.http.RouterVerticle;
import org.racprovider.http.ShutdownState;
import org.racprovider.http.limits.AdmissionControl;
import org.racprovider.management.Histograms;
import org.racprovider.management.HttpMetrics;
import org.racprovider.management.ManagementVerticle;
import org.racprovider.page.OpenApiRoutes;
import org.racprovider.page.PageRoutes;
import org.racprovider.provider.api.AllProvidersRoutes;
import org.racprovider.provider.api.ListParameters;
import org.racprovider.provider.api.ProviderRoutes;
import org.racprovider.provider.store.ProviderCommandHandler;
import org.racprovider.reference.ReferenceData;
import org.racprovider.reference.ReferenceDataLoader;
import org.racprovider.status.NodeRegistry;
import org.racprovider.status.StatusRoutes;
import org.racprovider.status.StatusVerticle;

/** The whole deployment: nothing is reachable before what it needs, HTTP comes last. */
final class MainVerticle extends VerticleBase {

  private final AppConfig config;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ShutdownState drain = new ShutdownState();
  private final NodeRegistry nodes = new NodeRegistry();
  private KeySet keys;
  private volatile HttpServer http;
  private volatile int managementPort;
  private String routers;

  MainVerticle(AppConfig config) {
    this.config = config;
    registry.config().meterFilter(new Histograms());
  }

  @Override
  public Future<?> start() {
    return new Migrations(vertx, config.database())
        .run()
        .compose(migrated -> loadReferenceData())
        .compose(loaded -> deployPersistence())
        .compose(deployed -> deployRelay())
        .compose(deployed -> deployKeys())
        .compose(deployed -> deployRouters())
        .compose(deployed -> deployCertificateReload())
        .compose(deployed -> deployManagementAndStatus());
  }

  /** The port that HTTP listens on, once deployed. */
  int port() {
    return http.actualPort();
  }

  /** The port that metrics and probes are served on, once deployed. */
  int managementPort() {
    return managementPort;
  }

  /** Says that the server is not ready, waits, and lets the requests in flight end. */
  Future<?> drain() {
    drain.begin();
    long delay = config.http().shutdownDelay().toMillis();
    return (delay == 0 ? Future.succeededFuture() : vertx.timer(delay, TimeUnit.MILLISECONDS))
        .compose(over -> vertx.undeploy(routers));
  }

  private Future<?> loadReferenceData() {
    return config.referenceData().<Future<?>>map(this::load).orElseGet(Future::succeededFuture);
  }

  private Future<?> load(Path file) {
    Pool pool =
        PgBuilder.pool().connectingTo(config.database().directOptions()).using(vertx).build();
    return ReferenceData.read(vertx, file)
        .compose(new ReferenceDataLoader(pool)::load)
        .eventually(pool::close);
  }

  private Future<?> deployPersistence() {
    return vertx.deployVerticle(
        new PersistenceVerticle(config.database(), this::handlers, registry));
  }

  private CommandHandlers handlers(DatabaseClient database) {
    CommandHandlers providers = providers(database);
    CommandHandlers events = new EventCommandHandler(database);
    return server -> Future.all(providers.register(server), events.register(server));
  }

  private CommandHandlers providers(DatabaseClient database) {
    return new ProviderCommandHandler(
        database,
        config.create(),
        vertx,
        config.events().settings(),
        new ChangeNotifier(vertx, database)::changed,
        registry);
  }

  private Future<?> deployRelay() {
    return vertx.deployVerticle(
        new EventRelayVerticle(config.database(), config.events().retention(), registry));
  }

  private Future<?> deployKeys() {
    keys = KeySet.of(vertx, config.jwt());
    return vertx.deployVerticle(keys);
  }

  private Future<?> deployRouters() {
    AdmissionControl capacity = new AdmissionControl(config.http().limits());
    Consumer<RequestObservation> metrics = new HttpMetrics(registry, capacity);
    Consumer<RequestObservation> observer =
        config.accessLog() ? metrics.andThen(new AccessLog()) : metrics;
    return vertx
        .deployVerticle(
            () ->
                new RouterVerticle(
                    config,
                    keys,
                    capacity,
                    drain,
                    observer,
                    this::routeGroups,
                    server -> http = server),
            new DeploymentOptions().setInstances(EventLoops.number()))
        .onSuccess(deployed -> routers = deployed);
  }

  private Future<?> deployCertificateReload() {
    return config
        .http()
        .tls()
        .map(tls -> vertx.deployVerticle(new CertificateReload(tls, http)))
        .orElseGet(Future::succeededFuture);
  }

  private Future<?> deployManagementAndStatus() {
    HealthProbes health = new HealthProbes(vertx.eventBus(), drain, keys);
    EventLag lag = new EventLag(vertx.eventBus(), registry);
    return vertx
        .deployVerticle(
            new ManagementVerticle(
                config.management(), health, registry, lag::ask, port -> managementPort = port))
        .compose(
            deployed ->
                vertx.deployVerticle(new StatusVerticle(nodes, health, lag, registry, port())));
  }

  private List<RouteGroup> routeGroups(CommandClient commands) {
    ListParameters parameters = new ListParameters(config.lists());
    // The stream's path looks like a provider's, so it comes first.
    return List.of(
        new EventStreamRoutes(vertx, commands),
        new EventBridge(vertx),
        new ProviderRoutes(commands, parameters),
        new AllProvidersRoutes(commands, parameters),
        new RootConfigRoutes(),
        new StatusRoutes(nodes),
        new OpenApiRoutes(vertx, config.http().basePath()),
        new PageRoutes(vertx, config.http().basePath()));
  }
}
