package org.racprovider.db;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.racprovider.bus.Command;
import org.racprovider.bus.CommandHandlers;
import org.racprovider.bus.CommandServer;
import org.racprovider.bus.Readiness;

/** Owns the connections to the database, and serves the commands that need them. */
public final class PersistenceVerticle extends VerticleBase {

  private static final Duration READY_TIMEOUT = Duration.ofSeconds(1);

  private final DatabaseClient database;
  private final List<CommandHandlers> handlers;
  private final MeterRegistry registry;
  private CommandServer server;
  private Future<Void> probe;

  /**
   * @param database used only by this verticle and its handlers; closed with this verticle
   * @param handlers the commands that need the database
   * @param registry where the commands are counted
   */
  public PersistenceVerticle(
      DatabaseClient database, List<CommandHandlers> handlers, MeterRegistry registry) {
    this.database = database;
    this.handlers = handlers;
    this.registry = registry;
  }

  @Override
  public Future<?> start() {
    server = new CommandServer(vertx.eventBus(), registry, SqlFailures::translate);
    return server
        .serve(Readiness.CHECK, this::checkReady)
        .compose(
            served -> Future.all(handlers.stream().map(each -> each.register(server)).toList()));
  }

  @Override
  public Future<?> stop() {
    return server.close().eventually(database::close);
  }

  /** Checks that arrive while one is in flight share its result. */
  private Future<JsonObject> checkReady(Command command) {
    if (probe == null || probe.isComplete()) {
      probe = database.checkWritable(READY_TIMEOUT);
    }
    return probe.map(writable -> new JsonObject());
  }
}
