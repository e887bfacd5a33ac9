package org.racprovider.provider.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.db.DatabaseClient;
import org.racprovider.limits.Reservation;
import org.racprovider.provider.ProviderScope;
import org.racprovider.support.EventLoop;
import org.racprovider.support.Memory;
import org.racprovider.support.Postgres;

/**
 * Lists are exact at every moment, however the rows were written, and whether or not the
 * maintenance has counted them.
 */
@ExtendWith(VertxExtension.class)
class StoredCountsIT {

  @RegisterExtension static final Postgres POSTGRES = Postgres.migrated();

  private static final int PAGE_SIZE = 350;

  /** Names in another order than pks, with spaces, cases and umlauts, and one provider in ten. */
  private static final String INSERT =
      """
      INSERT INTO provider (type, name)
      SELECT CASE WHEN n %% 10 = 0 THEN 'proxy' ELSE 'rac' END,
             (ARRAY['über', 'Web', 'web-', 'a b', 'ab'])[1 + n %% 5] || md5(n::text)
      FROM generate_series(%d, %d) AS n
      """;

  private static final String WAITING_FOR_A_LOCK =
      "SELECT count(*) FROM pg_locks WHERE relation = 'provider'::regclass AND NOT granted";

  private static Vertx vertx;
  private static EventLoop eventLoop;
  private static Pool pool;
  private static ListStatement lists;

  @BeforeAll
  static void start(Vertx injected) {
    vertx = injected;
    eventLoop = new EventLoop(vertx);
    pool = POSTGRES.pool(vertx);
    lists =
        eventLoop.await(
            () ->
                Future.succeededFuture(
                    new ListStatement(new DatabaseClient(vertx, POSTGRES.database(), 4))));
  }

  @BeforeEach
  void emptyTheTable() {
    POSTGRES.execute("TRUNCATE provider CASCADE; DELETE FROM provider_count");
    maintain();
  }

  @Test
  void countsRowsBeforeTheMaintenanceDoes() {
    // When
    insert(1, 5000);
    insert(5001, 5100);

    // Then
    requireExactLists();
    assertThat(uncountedChanges()).isPositive();
  }

  @Test
  void countsRowsThatTheMaintenanceHasCounted() {
    // Given
    insert(1, 6000);
    insert(6001, 6100);

    // When
    maintain();

    // Then
    assertThat(uncountedChanges()).isZero();
    requireExactLists();
  }

  @Test
  void countsChangesSinceTheMaintenance() {
    // Given
    insert(1, 6000);
    maintain();

    // When
    insert(6001, 6500);
    POSTGRES.execute("DELETE FROM provider WHERE pk % 7 = 0");
    POSTGRES.execute("UPDATE provider SET name = 'renamed ' || name WHERE pk % 31 = 0");
    POSTGRES.execute("UPDATE provider SET type = 'ldap' WHERE pk % 37 = 0");
    POSTGRES.execute("INSERT INTO provider (pk, type, name) VALUES (-5000, 'rac', '!')");

    // Then
    requireExactLists();
    maintain();
    assertThat(uncountedChanges()).isZero();
    requireExactLists();
  }

  @Test
  void countsAfterAStatementThatInsertsVeryManyRows() {
    // Given
    insert(1, 3000);
    maintain();

    // When
    insert(3001, 14_000);

    // Then
    requireExactLists();
    maintain();
    requireExactLists();
  }

  @Test
  void countsAfterTruncate() {
    // Given
    insert(1, 3000);
    maintain();

    // When
    POSTGRES.execute("TRUNCATE provider CASCADE");
    insert(1, 30);

    // Then
    requireExactLists();
    maintain();
    requireExactLists();
  }

  @Test
  void countsATruncateThatEndsDuringTheCounting() {
    // Given
    insert(1, 300);
    POSTGRES.execute("DELETE FROM provider_count");
    MaintenanceSession session = openSession();
    SqlConnection connection = eventLoop.await(pool::getConnection);
    Transaction truncating = eventLoop.await(connection::begin);
    eventLoop.await(() -> connection.query("TRUNCATE provider CASCADE").execute());

    // When
    Future<Boolean> counting = eventLoop.begin(session::round);
    Awaitility.await().until(() -> single(WAITING_FOR_A_LOCK) > 0);
    eventLoop.await(truncating::commit);
    counting.await();

    // Then
    requireExactLists();
    connection.close();
    eventLoop.await(session::close);
  }

  @Test
  void countsAfterPostgresqlWasRestarted() {
    // Given
    insert(1, 3000);
    maintain();

    // When
    POSTGRES.execute(
        "UPDATE provider_count SET postgresql = '2001-01-01', rac = 7, snapshot = '1:1:'");

    // Then
    requireExactLists();
    maintain();
    requireExactLists();
    assertThat(single("SELECT rac FROM provider_count")).isEqualTo(2700);
  }

  @Test
  void countsTransactionsThatEndAfterLaterOnes() {
    // Given
    SqlConnection early = eventLoop.await(pool::getConnection);
    Transaction open = eventLoop.await(early::begin);
    eventLoop.await(() -> early.query(INSERT.formatted(1, 1500)).execute());
    insert(2001, 5000);

    // When
    maintain();
    requireExactLists();
    eventLoop.await(open::commit);

    // Then
    requireExactLists();
    maintain();
    requireExactLists();
    early.close();
  }

  @Test
  void doesNotCountWhatWasRolledBack() {
    // Given
    insert(1, 2000);
    SqlConnection connection = eventLoop.await(pool::getConnection);
    Transaction open = eventLoop.await(connection::begin);
    eventLoop.await(() -> connection.query(INSERT.formatted(3001, 3500)).execute());

    // When
    maintain();
    eventLoop.await(open::rollback);

    // Then
    requireExactLists();
    maintain();
    requireExactLists();
    connection.close();
  }

  @Test
  void removesRangesThatDeletesHaveEmptied() {
    // Given
    insert(1, 30_000);
    maintain();
    long ranges = single("SELECT count(*) FROM provider_name_range");

    // When
    POSTGRES.execute("DELETE FROM provider WHERE pk % 60 <> 0");
    maintain();
    maintain();

    // Then
    assertThat(single("SELECT count(*) FROM provider_name_range")).isLessThan(ranges);
    requireExactLists();
  }

  private static void insert(int from, int to) {
    POSTGRES.execute(INSERT.formatted(from, to));
  }

  /** Two rounds without a change between them. */
  private static void maintain() {
    MaintenanceSession session = openSession();
    // PostgreSQL releases the lock of the last session a moment after it was closed.
    Awaitility.await().until(() -> eventLoop.await(session::round));
    eventLoop.await(session::round);
    eventLoop.await(session::close);
  }

  private static MaintenanceSession openSession() {
    return eventLoop.await(
        () ->
            MaintenanceSession.open(
                MaintenanceSession.connections(vertx, POSTGRES.database()), POSTGRES.database()));
  }

  private static long uncountedChanges() {
    return single("SELECT count(*) FROM provider_uncounted_change");
  }

  /** Reads every page of each order, and compares them with the whole table. */
  private static void requireExactLists() {
    requireExactLists(ProviderScope.RAC, "type = 'rac'");
    requireExactLists(ProviderScope.ALL, "true");
  }

  private static void requireExactLists(ProviderScope scope, String condition) {
    String byName = "left(name, 200) COLLATE \"und-x-icu\"";
    requireExactList(scope, "name", condition, byName);
    requireExactList(scope, "-name", condition, byName + " DESC");
    requireExactList(scope, "pk", condition, "pk");
    requireExactList(scope, "-pk", condition, "pk DESC");
  }

  private static void requireExactList(
      ProviderScope scope, String ordering, String condition, String order) {
    List<Integer> expected = new ArrayList<>();
    eventLoop
        .await(
            () ->
                pool.query("SELECT pk FROM provider WHERE " + condition + " ORDER BY " + order)
                    .execute())
        .forEach(row -> expected.add(row.getInteger(0)));
    List<Integer> listed = new ArrayList<>();
    int pages = Math.max(1, (expected.size() + PAGE_SIZE - 1) / PAGE_SIZE);
    for (int page = 1; page <= pages; page++) {
      ProviderPage list = page(scope, ordering, page);
      assertThat(list.pagination().count()).isEqualTo(expected.size());
      list.rows().results().forEach(result -> listed.add(result.getInteger("pk")));
      listed.addAll(list.rows().rest());
    }
    assertThat(listed).as(scope + " by " + ordering).isEqualTo(expected);
  }

  private static ProviderPage page(ProviderScope scope, String ordering, int page) {
    JsonObject body =
        new JsonObject()
            .put("page", page)
            .put("page_size", PAGE_SIZE)
            .put("ordering", JsonArray.of(ordering));
    return eventLoop.await(
        () ->
            lists.execute(
                "tester",
                ListQuery.fromJson(body),
                scope,
                new Reservation(Memory.pages(), "test")));
  }

  private static long single(String sql) {
    return eventLoop.await(() -> pool.query(sql).execute()).iterator().next().getLong(0);
  }
}
