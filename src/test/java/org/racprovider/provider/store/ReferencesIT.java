package org.racprovider.provider.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Transaction;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.support.ApiClient;
import org.racprovider.support.TestServer;

/** No provider refers to a flow or a property mapping that does not exist, whoever writes. */
@ExtendWith(VertxExtension.class)
class ReferencesIT {

  @RegisterExtension static final TestServer SERVER = TestServer.withDatabase(Map.of());

  private static final String COLLECTION = "/api/v3/providers/rac/";
  private static final String FLOW = "aaaaaaaa-0000-4000-8000-000000000001";
  private static final String OTHER_FLOW = "aaaaaaaa-0000-4000-8000-000000000002";
  private static final String UNKNOWN = "aaaaaaaa-0000-4000-8000-000000000009";
  private static final List<String> MAPPINGS =
      List.of(
          "bbbbbbbb-0000-4000-8000-000000000003",
          "bbbbbbbb-0000-4000-8000-000000000001",
          "bbbbbbbb-0000-4000-8000-000000000002");

  private static ApiClient client;
  private static Pool pool;

  @BeforeAll
  static void connect(Vertx vertx) {
    client = SERVER.client("akadmin");
    pool = SERVER.database().pool(vertx);
  }

  @BeforeEach
  void createReferences() {
    SERVER
        .database()
        .execute(
            """
            TRUNCATE provider, flow, property_mapping CASCADE;
            INSERT INTO flow (pk, name, slug, title, designation) VALUES
                ('%s', 'one', 'one', '', 'authorization'), ('%s', 'two', 'two', '', 'authorization');
            INSERT INTO property_mapping (pk, name) VALUES ('%s', 'c'), ('%s', 'a'), ('%s', 'b');
            """
                .formatted(FLOW, OTHER_FLOW, MAPPINGS.get(0), MAPPINGS.get(1), MAPPINGS.get(2)));
  }

  @Test
  void deletedMappingLeavesTheArraysInOrder() {
    // Given
    create("a");

    // When
    SERVER.database().execute("DELETE FROM property_mapping WHERE pk = '" + MAPPINGS.get(1) + "'");

    // Then
    assertThat(query("SELECT property_mappings FROM provider").iterator().next().getArrayOfUUIDs(0))
        .extracting(Object::toString)
        .containsExactly(MAPPINGS.get(0), MAPPINGS.get(2));
  }

  @Test
  void deletedFlowDeletesOrChangesItsProviders() {
    // Given
    create("deleted");
    SERVER
        .database()
        .execute(
            "INSERT INTO provider (type, name, authentication_flow, authorization_flow)"
                + " VALUES ('rac', 'kept', '%s', '%s')".formatted(FLOW, OTHER_FLOW));

    // When
    SERVER.database().execute("DELETE FROM flow WHERE pk = '" + FLOW + "'");

    // Then
    Row row = query("SELECT name, authentication_flow FROM provider").iterator().next();
    assertThat(row.getString("name")).isEqualTo("kept");
    assertThat(row.getUUID("authentication_flow")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO provider (type, name, authorization_flow) VALUES ('rac', 'a', '"
            + UNKNOWN
            + "')",
        "INSERT INTO provider (type, name, property_mappings) VALUES ('rac', 'a', '{"
            + UNKNOWN
            + "}')",
        "UPDATE provider SET authentication_flow = '" + UNKNOWN + "'",
        "UPDATE provider SET property_mappings = property_mappings || '" + UNKNOWN + "'::uuid",
        "UPDATE flow SET pk = '" + UNKNOWN + "' WHERE pk = '" + FLOW + "'",
        "UPDATE property_mapping SET pk = '" + UNKNOWN + "' WHERE name = 'a'",
        "TRUNCATE flow",
        "TRUNCATE property_mapping"
      })
  void refusesSqlThatLeavesAnUnknownReference(String sql) {
    // Given
    create("existing");

    // Then
    assertThatThrownBy(() -> query(sql))
        .isInstanceOfSatisfying(
            PgException.class, refused -> assertThat(refused.getSqlState()).isEqualTo("23503"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM flow WHERE pk = '" + FLOW + "'",
        "DELETE FROM property_mapping WHERE name = 'b'"
      })
  void createWaitsForAConcurrentDelete(String delete, Vertx vertx) {
    // Given
    PgConnection connection =
        PgConnection.connect(vertx, SERVER.database().database().directOptions()).await();
    Transaction deletion = connection.begin().await();
    connection.query(delete).execute().await();

    // When
    CompletableFuture<Integer> create = CompletableFuture.supplyAsync(() -> send("waits"));
    await().until(() -> waitingSessions() > 0);
    deletion.commit().await();

    // Then
    assertThat(create.join()).isEqualTo(400);
    assertThat(query("SELECT FROM provider").size()).isZero();
    connection.close().await();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM flow WHERE pk = '" + FLOW + "'",
        "DELETE FROM property_mapping WHERE name = 'b'"
      })
  void deleteWaitsForAConcurrentCreate(String delete, Vertx vertx) {
    // Given
    PgConnection connection =
        PgConnection.connect(vertx, SERVER.database().database().directOptions()).await();
    Transaction creation = connection.begin().await();
    connection
        .query(
            "INSERT INTO provider (type, name, authorization_flow, property_mappings)"
                + " VALUES ('rac', 'first', '%s', '{%s}')"
                    .formatted(FLOW, String.join(",", MAPPINGS)))
        .execute()
        .await();

    // When
    Future<RowSet<Row>> deletion = pool.query(delete).execute();
    await().until(() -> waitingSessions() > 0);
    creation.commit().await();
    deletion.await();

    // Then
    assertThat(
            query(
                    """
                    SELECT FROM provider
                    WHERE NOT EXISTS (SELECT FROM flow WHERE flow.pk = authorization_flow)
                       OR NOT property_mappings <@ ARRAY(SELECT pk FROM property_mapping)
                    """)
                .size())
        .isZero();
    connection.close().await();
  }

  private static void create(String name) {
    assertThat(send(name)).isEqualTo(201);
  }

  private static int send(String name) {
    JsonObject fields =
        new JsonObject()
            .put("name", name)
            .put("authorization_flow", FLOW)
            .put("property_mappings", new JsonArray(MAPPINGS));
    return client.send("POST", COLLECTION, fields).statusCode();
  }

  private static long waitingSessions() {
    return query(
            "SELECT count(*) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND wait_event_type = 'Lock'")
        .iterator()
        .next()
        .getLong(0);
  }

  private static RowSet<Row> query(String sql) {
    return pool.query(sql).execute().await();
  }
}
