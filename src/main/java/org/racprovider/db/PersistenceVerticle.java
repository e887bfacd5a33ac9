package org.racprovider.db;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.racprovider.bus.Command;
import org.racprovider.bus.CommandHandlers;
import org.racprovider.bus.CommandServer;
import org.racprovider.config.Database;

/** Owns the pool, and answers the commands that need it. */
public final class PersistenceVerticle extends VerticleBase {

  /** Asks whether the database answers: an empty object, or 503. */
  public static final String READY = "rac.persistence.ready";

  private final Database config;
  private final BiFunction<DatabaseClient, Context, CommandHandlers> feature;
  private DatabaseClient database;
  private CommandServer server;

  /**
   * @param feature makes the command handlers that work on the database, in the verticle's context
   */
  public PersistenceVerticle(
      Database config, BiFunction<DatabaseClient, Context, CommandHandlers> feature) {
    this.config = config;
    this.feature = feature;
  }

  @Override
  public Future<?> start() {
    database = new DatabaseClient(pool(), config.statementTimeout());
    server = new CommandServer(vertx.eventBus());
    return server
        .serve(READY, this::ready)
        .compose(served -> feature.apply(database, context).register(server));
  }

  @Override
  public Future<?> stop() {
    return server.close().eventually(database::close);
  }

  private Pool pool() {
    PoolOptions options =
        new PoolOptions()
            .setName("postgres")
            .setMaxSize(config.poolSize())
            .setConnectionTimeout(1)
            .setConnectionTimeoutUnit(TimeUnit.SECONDS);
    return PgBuilder.pool()
        .with(options)
        .connectingTo(config.connectOptions())
        .using(vertx)
        .build();
  }

  private Future<JsonObject> ready(Command command) {
    return database
        .execute("SELECT 1", Tuple.tuple())
        .map(new JsonObject())
        .recover(cause -> Future.failedFuture(SqlFailures.translate(cause)));
  }
}
