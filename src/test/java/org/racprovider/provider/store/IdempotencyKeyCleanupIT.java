package org.racprovider.provider.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.support.Postgres;

@ExtendWith(VertxExtension.class)
class IdempotencyKeyCleanupIT {

  /** Simulates the cancellation of a statement that takes too long. */
  private static final String REFUSE_LARGE_STATEMENTS =
      """
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN
        IF (SELECT count(*) FROM deleted) > 5000 THEN RAISE 'too many'; END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER refuse AFTER DELETE ON idempotency_key
      REFERENCING OLD TABLE AS deleted FOR EACH STATEMENT EXECUTE FUNCTION refuse();
      """;

  private static final String KEYS =
      """
      INSERT INTO idempotency_key (id, fingerprint, created)
      SELECT sha256(number::text::bytea), '', now() - number * interval '1 minute' - interval '%s'
      FROM generate_series(1, %d) AS number
      """;

  @RegisterExtension static final Postgres POSTGRES = Postgres.migrated();

  private static Vertx vertx;
  private static Pool pool;

  @BeforeAll
  static void start(Vertx injected) {
    vertx = injected;
    pool = POSTGRES.pool(vertx);
    POSTGRES.execute(REFUSE_LARGE_STATEMENTS);
  }

  @BeforeEach
  void deleteAll() {
    POSTGRES.execute("TRUNCATE idempotency_key");
  }

  @Test
  void deletesAllOldKeysInBatches() {
    // Given
    POSTGRES.execute(KEYS.formatted("24 hours", 12_000));

    // When
    deleteOldKeys();

    // Then
    assertThat(count()).isZero();
  }

  @Test
  void deletesOnlyKeysOlderThanADay() {
    // Given
    POSTGRES.execute(KEYS.formatted("23 hours 30 minutes 30 seconds", 60));

    // When
    deleteOldKeys();

    // Then
    assertThat(count()).isEqualTo(29);
  }

  @Test
  void skipsAKeyThatACreateUsesAgain() {
    // Given
    POSTGRES.execute(KEYS.formatted("24 hours", 3));
    SqlConnection create = pool.getConnection().await();
    create.begin().await();
    create
        .query("UPDATE idempotency_key SET created = now() WHERE id = sha256('1')")
        .execute()
        .await();

    // When
    deleteOldKeys();
    create.query("COMMIT").execute().await();

    // Then
    assertThat(count()).isEqualTo(1);
  }

  private static void deleteOldKeys() {
    MaintenanceSession session =
        MaintenanceSession.open(
                MaintenanceSession.connections(vertx, POSTGRES.database()), POSTGRES.database())
            .await();
    session.deleteOldKeys().await();
    session.close().await();
  }

  private static long count() {
    return pool.query("SELECT count(*) FROM idempotency_key")
        .execute()
        .await()
        .iterator()
        .next()
        .getLong(0);
  }
}
