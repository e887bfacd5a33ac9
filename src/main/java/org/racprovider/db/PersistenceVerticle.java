package org.racprovider.db;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.function.Function;
import org.racprovider.bus.Command;
import org.racprovider.bus.CommandHandlers;
import org.racprovider.bus.CommandServer;
import org.racprovider.bus.Failure;
import org.racprovider.bus.Readiness;
import org.racprovider.config.DatabaseConfig;

/** Owns the pool, and answers the commands that need it. */
public final class PersistenceVerticle extends VerticleBase {

  private static final String WRITABLE =
      "SELECT current_setting('transaction_read_only') = 'off' AS writable";
  private static final Duration READY_DEADLINE = Duration.ofSeconds(1);

  private final DatabaseConfig config;
  private final Function<DatabaseClient, CommandHandlers> handlers;
  private final MeterRegistry registry;
  private DatabaseClient database;
  private CommandServer server;
  private Future<RowSet<Row>> probe;

  /**
   * @param handlers makes the command handlers that work on the database, in the verticle's context
   * @param registry where the work is counted
   */
  public PersistenceVerticle(
      DatabaseConfig config,
      Function<DatabaseClient, CommandHandlers> handlers,
      MeterRegistry registry) {
    this.config = config;
    this.handlers = handlers;
    this.registry = registry;
  }

  @Override
  public Future<?> start() {
    database = new DatabaseClient(vertx, config, registry);
    server = new CommandServer(vertx.eventBus(), registry, SqlFailures::translate);
    return server
        .serve(Readiness.CHECK, this::ready)
        .compose(served -> handlers.apply(database).register(server));
  }

  @Override
  public Future<?> stop() {
    return server.close().eventually(database::close);
  }

  /** However many ask at a time, the database is asked once. */
  private Future<JsonObject> ready(Command command) {
    if (probe == null || probe.isComplete()) {
      probe = database.probe(WRITABLE, READY_DEADLINE);
    }
    return probe.map(rows -> requireWritable(rows.iterator().next().getBoolean("writable")));
  }

  private static JsonObject requireWritable(boolean writable) {
    if (!writable) {
      throw Failure.unavailable();
    }
    return new JsonObject();
  }
}
