package org.racprovider.provider.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.bus.Actor;
import org.racprovider.db.DatabaseClient;
import org.racprovider.event.store.EventOutbox;
import org.racprovider.provider.IdempotencyKey;
import org.racprovider.support.EventLoop;
import org.racprovider.support.Postgres;

/** However a provider is created, its event and its change are written once. */
@ExtendWith(VertxExtension.class)
class CreateStatementIT {

  @RegisterExtension static final Postgres POSTGRES = Postgres.migrated();

  private static final String FLOW = "aaaaaaaa-0000-4000-8000-000000000001";
  private static final String UNKNOWN = "aaaaaaaa-0000-4000-8000-000000000009";
  private static final String MAPPING = "bbbbbbbb-0000-4000-8000-000000000001";

  private static final String CHANGES =
      "SELECT pks FROM provider_change WHERE added = cardinality(pks) AND added = cardinality(names)"
          + " ORDER BY xid";
  private static final String BATCHES =
      "SELECT ARRAY(SELECT (provider->>'pk')::integer FROM event WHERE id = ANY (events) ORDER BY id)"
          + " FROM event_batch ORDER BY id";

  private static EventLoop eventLoop;
  private static Pool pool;
  private static DatabaseClient database;
  private static CreateStatement create;

  @BeforeAll
  static void connect(Vertx vertx) {
    eventLoop = new EventLoop(vertx);
    pool = POSTGRES.pool(vertx);
    database =
        eventLoop.await(
            () -> Future.succeededFuture(new DatabaseClient(vertx, POSTGRES.database(), 4)));
    create = new CreateStatement(database, new EventOutbox(true));
  }

  @BeforeEach
  void createReferences() {
    POSTGRES.execute(
        """
        TRUNCATE provider, flow, property_mapping, event, event_batch, provider_change CASCADE;
        INSERT INTO flow (pk, name, slug, title, designation)
        VALUES ('%s', 'one', 'one', '', 'authorization');
        INSERT INTO property_mapping (pk, name) VALUES ('%s', 'a');
        TRUNCATE provider_change
        """
            .formatted(FLOW, MAPPING));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void aStatementWritesOneChangeAndOneBatchOfEvents(int size) {
    // When
    List<CreateRequest> requests =
        List.of("b", "a", "d", "c", "e").subList(0, size).stream()
            .map(name -> request(name, FLOW, MAPPING))
            .toList();
    List<Future<JsonObject>> outcomes = eventLoop.await(() -> create.execute(requests));

    // Then
    List<Integer> pks =
        outcomes.stream().map(each -> each.result().getInteger("pk")).sorted().toList();
    assertThat(pks).doesNotHaveDuplicates().hasSize(size);
    assertThat(integers(CHANGES)).containsExactly(pks);
    assertThat(integers(BATCHES)).containsExactly(pks);
  }

  @Test
  void aCreateWithAnIdempotencyKeyWritesOneChangeAndOneEvent() {
    // When
    IdempotentCreate idempotent = new IdempotentCreate(database, create);
    IdempotencyKey key = IdempotencyKey.of("key", Buffer.buffer("{}"));
    JsonObject created = eventLoop.await(() -> idempotent.run(key, request("a", FLOW, MAPPING)));
    eventLoop.await(() -> idempotent.run(key, request("a", FLOW, MAPPING)));

    // Then
    List<Integer> pks = List.of(created.getJsonObject("provider").getInteger("pk"));
    assertThat(integers(CHANGES)).containsExactly(pks);
    assertThat(integers(BATCHES)).containsExactly(pks);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void longNamesAreStoredInUpperCaseToo(int size) {
    // When
    List<CreateRequest> requests =
        Stream.of("ö".repeat(501), "x".repeat(1000))
            .limit(size)
            .map(name -> request(name, FLOW, MAPPING))
            .toList();
    eventLoop.await(() -> create.execute(requests));

    // Then
    assertThat(
            pool
                .query("SELECT long_name FROM provider WHERE long_name IS NOT NULL")
                .execute()
                .await()
                .stream()
                .map(row -> row.getString(0)))
        .containsExactly("Ö".repeat(501));
  }

  /** The setting is that of the version before, whose statement needs these triggers. */
  @Test
  void anInsertByAnOldServerIsCountedAndPublished() {
    // When
    POSTGRES.execute(
        """
        BEGIN;
        SET LOCAL rac_provider.references_checked = 'on';
        INSERT INTO provider (pk, type, name) VALUES (1001, 'rac', 'old');
        INSERT INTO event (type, provider, subject, request_id)
        VALUES ('rac.provider.created', '{"pk":1001}', 's', 'r');
        COMMIT
        """);

    // Then
    assertThat(integers(CHANGES)).containsExactly(List.of(1001));
    assertThat(integers(BATCHES)).containsExactly(List.of(1001));
  }

  @Test
  void aRefusedCreateSaysWhyAndWritesNothing() {
    assertThat(errors(request("a", UNKNOWN, FLOW)))
        .isEqualTo(
            new JsonArray()
                .add(error("authorization_flow", UNKNOWN))
                .add(error("property_mappings", FLOW)));
    assertThat(integers(CHANGES)).isEmpty();
    assertThat(integers(BATCHES)).isEmpty();
  }

  @Test
  void aTakenNameIsRefused() {
    // Given
    eventLoop.await(() -> create.execute(List.of(request("a", FLOW, MAPPING))));

    // When
    JsonArray errors = errors(request("a", FLOW, MAPPING));

    // Then
    assertThat(errors).isEqualTo(JsonArray.of(new JsonObject().put("field", "name")));
    assertThat(integers(CHANGES)).hasSize(1);
    assertThat(integers(BATCHES)).hasSize(1);
  }

  private static JsonArray errors(CreateRequest request) {
    Future<JsonObject> outcome = eventLoop.await(() -> create.execute(List.of(request))).get(0);
    ReferenceErrors errors = catchThrowableOfType(ReferenceErrors.class, outcome::await);
    return errors.toJson(new JsonObject());
  }

  private static JsonObject error(String field, String pk) {
    return new JsonObject().put("field", field).put("pk", pk);
  }

  private static CreateRequest request(String name, String flow, String mapping) {
    JsonObject fields =
        new JsonObject()
            .put("name", name)
            .put("authorization_flow", flow)
            .put("property_mappings", JsonArray.of(mapping));
    return new CreateRequest(NewProvider.fromJson(fields), new Actor("s", "r"));
  }

  private static List<List<Integer>> integers(String sql) {
    return pool.query(sql).execute().await().stream()
        .map(row -> Stream.of(row.getArrayOfIntegers(0)).sorted().toList())
        .toList();
  }
}
