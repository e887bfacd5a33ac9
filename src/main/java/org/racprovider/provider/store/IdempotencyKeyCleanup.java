package org.racprovider.provider.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import org.racprovider.db.DatabaseClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Idempotency keys older than a day, which {@link IdempotentCreate} takes for new ones. They are
 * deleted in portions: PostgreSQL gives up a statement that takes long, and does not begin where
 * the last one ended.
 */
final class IdempotencyKeyCleanup {

  private static final Logger LOG = LoggerFactory.getLogger(IdempotencyKeyCleanup.class);
  private static final long PAUSE_MILLIS = Duration.ofMinutes(1).toMillis();
  private static final int PORTION = 5000;

  /** What another node deletes, or a create uses again, is not waited for. */
  private static final String DELETE =
      """
      DELETE FROM idempotency_key
      WHERE id = ANY (ARRAY(SELECT id
                            FROM idempotency_key
                            WHERE created < now() - interval '24 hours'
                            ORDER BY created
                            LIMIT $1
                            FOR UPDATE SKIP LOCKED))
      """;

  private final DatabaseClient database;

  IdempotencyKeyCleanup(DatabaseClient database) {
    this.database = database;
  }

  /** Deletes them every minute, as long as the verticle of the caller is deployed. */
  void deleteRegularly(Vertx vertx) {
    vertx.setPeriodic(
        PAUSE_MILLIS,
        again ->
            delete()
                .onFailure(
                    cause ->
                        LOG.atWarn()
                            .addKeyValue("cause", cause)
                            .log("Old idempotency keys were not deleted")));
  }

  /** Deletes all that are there; fails as the driver does. */
  Future<Void> delete() {
    return database
        .execute(DELETE, Tuple.of(PORTION))
        .compose(deleted -> deleted.rowCount() < PORTION ? Future.succeededFuture() : delete());
  }
}
