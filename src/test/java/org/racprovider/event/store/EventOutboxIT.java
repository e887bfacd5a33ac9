package org.racprovider.event.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.bus.Actor;
import org.racprovider.event.ProviderEvents;
import org.racprovider.support.Postgres;

/** Each INSERT of events adds one batch, which the relay numbers. */
@ExtendWith(VertxExtension.class)
class EventOutboxIT {

  @RegisterExtension static final Postgres POSTGRES = Postgres.migrated();

  private static final String EVENTS_BY_BATCH =
      """
      SELECT array(SELECT (provider->>'pk')::int
                   FROM unnest(batch.events) WITH ORDINALITY AS member (id, n)
                   JOIN event USING (id)
                   ORDER BY n) AS pks
      FROM event_batch AS batch
      ORDER BY batch.id
      """;

  private Pool pool;

  @BeforeEach
  void connect(Vertx vertx) {
    POSTGRES.execute("TRUNCATE event, event_batch");
    pool = POSTGRES.pool(vertx);
  }

  @Test
  void eventsOfOneStatementAreOneBatchInTheirOrder() {
    // When
    POSTGRES.execute(
        """
        INSERT INTO event (type, provider, subject, request_id)
        VALUES ('rac.provider.created', '{"pk":3}', 's', 'r'),
               ('rac.provider.created', '{"pk":1}', 's', 'r'),
               ('rac.provider.created', '{"pk":2}', 's', 'r')
        """);

    // Then
    assertThat(pksByBatch()).containsExactly(List.of(3, 1, 2));
  }

  @Test
  void eachInsertOfTheOutboxIsABatchOfOneEvent() {
    // When
    EventOutbox outbox = new EventOutbox(false);
    pool.withTransaction(
            connection ->
                outbox
                    .insert(connection, ProviderEvents.UPDATED, pk(1), List.of("name"), actor())
                    .compose(
                        first ->
                            outbox.insert(
                                connection, ProviderEvents.DELETED, pk(1), null, actor())))
        .await();

    // Then
    assertThat(pksByBatch()).containsExactly(List.of(1), List.of(1));
  }

  @Test
  void aStatementWithoutEventsMakesNoBatch() {
    // When
    POSTGRES.execute(
        "INSERT INTO event (type, provider, subject, request_id)"
            + " SELECT 'rac.provider.created', '{}', 's', 'r' WHERE false");

    // Then
    assertThat(pksByBatch()).isEmpty();
  }

  private static JsonObject pk(int pk) {
    return new JsonObject().put("pk", pk);
  }

  private static Actor actor() {
    return new Actor("s", "r");
  }

  private List<List<Integer>> pksByBatch() {
    List<List<Integer>> batches = new ArrayList<>();
    pool.query(EVENTS_BY_BATCH)
        .execute()
        .await()
        .forEach(row -> batches.add(List.of(row.getArrayOfIntegers("pks"))));
    return batches;
  }
}
