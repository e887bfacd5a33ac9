package org.racprovider.provider.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.config.DatabaseConfig;
import org.racprovider.db.DatabaseClient;
import org.racprovider.limits.Reservation;
import org.racprovider.provider.ProviderScope;
import org.racprovider.support.EventLoop;
import org.racprovider.support.Memory;
import org.racprovider.support.Postgres;

/**
 * A connection keeps few prepared statements, whatever clients ask for. All lists of this test use
 * the same connection, because they run one after the other.
 */
@ExtendWith(VertxExtension.class)
class PreparedStatementsIT {

  @RegisterExtension static final Postgres POSTGRES = Postgres.migrated();

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final List<String> FIELDS =
      List.of("pk", "name", "-name", "settings", "-connection_expiry", "authorization_flow");

  private static EventLoop eventLoop;
  private static DatabaseClient database;
  private static ListStatement lists;

  private final Random random = new Random(14);

  @BeforeAll
  static void start(Vertx vertx) {
    eventLoop = new EventLoop(vertx);
    DatabaseConfig config = new DatabaseConfig(POSTGRES.uri(), 1, TIMEOUT, TIMEOUT);
    database = eventLoop.await(() -> Future.succeededFuture(new DatabaseClient(vertx, config, 1)));
    lists = new ListStatement(database);
  }

  @Test
  void keepsNoStatementOfUnusualLists() {
    // Given
    list(List.of(), List.of("name"));
    long before = preparedStatements();

    // When
    IntStream.range(2, 80).forEach(words -> list(words(words), randomOrder()));
    IntStream.range(0, 80).forEach(each -> list(words(1), randomOrder()));

    // Then
    assertThat(preparedStatements()).isLessThanOrEqualTo(before + 4);
  }

  @Test
  void keepsStatementsOfUsualLists() {
    // When
    list(List.of(), List.of("-pk"));
    list(List.of("word"), List.of("name"));
    long once = preparedStatements();
    list(List.of(), List.of("-pk"));
    list(List.of("other"), List.of("name"));

    // Then
    assertThat(preparedStatements()).isEqualTo(once).isGreaterThanOrEqualTo(4);
  }

  private void list(List<String> search, List<String> ordering) {
    ListQuery query = new ListQuery(1, 20, Ordering.of(ordering), search, null, null, null);
    ProviderPage page =
        eventLoop.await(
            () ->
                lists.execute(
                    "tester", query, ProviderScope.RAC, new Reservation(Memory.pages(), "test")));
    assertThat(page.pagination().length()).isZero();
  }

  private static List<String> words(int number) {
    return IntStream.range(0, number).mapToObj(n -> "word" + n).toList();
  }

  /** Of more than one field. */
  private List<String> randomOrder() {
    List<String> order = new ArrayList<>(FIELDS);
    Collections.shuffle(order, random);
    return Stream.concat(order.stream().limit(2 + random.nextInt(4)), Stream.of("-pk")).toList();
  }

  private static long preparedStatements() {
    return eventLoop
        .await(
            () ->
                database.execute(
                    "tester", "SELECT count(*) FROM pg_prepared_statements", Tuple.tuple()))
        .iterator()
        .next()
        .getLong(0);
  }
}
