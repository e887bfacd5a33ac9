package org.racprovider.event.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.bus.Failure;
import org.racprovider.support.Postgres;

/** What a page of large events reads, and what it costs. */
@ExtendWith(VertxExtension.class)
class EventPageIT {

  @RegisterExtension static final Postgres POSTGRES = Postgres.migrated();

  private static final int EVENTS = 64;
  private static final int NAME = 256 * 1024;
  private static final int BLOCK = 8192;

  /** A text that PostgreSQL can compress by less than half. */
  private static final String RANDOM_NAME =
      "(SELECT string_agg(md5(n || '.' || i), '') FROM generate_series(1, %d / 32) AS i)"
          .formatted(NAME);

  private static final String REPEATED_NAME = "repeat('a', %d)".formatted(NAME);

  private Pool pool;

  @BeforeEach
  void emptyTheFeed(Vertx vertx) {
    POSTGRES.execute("TRUNCATE event, event_batch");
    pool = POSTGRES.pool(vertx);
  }

  private static void insert(int number, String provider) {
    POSTGRES.execute(
        """
        INSERT INTO event (type, provider, subject, request_id)
        SELECT 'rac.provider.created', %s, 'subject', 'request'
        FROM generate_series(1, %d) AS n;
        UPDATE event_batch SET position = cardinality(events);
        UPDATE event_feed SET newest = %2$d, published = %2$d, trimmed = 0
        """
            .formatted(provider, number));
  }

  private static String named(String name) {
    return "json_build_object('pk', n, 'name', %s, 'settings', '{}'::json)".formatted(name);
  }

  private EventPage page(long after, int bytes) {
    return EventPage.of(rows(after, bytes), cost -> true);
  }

  private RowSet<Row> rows(long after, int bytes) {
    return pool.preparedQuery(EventPage.SQL).execute(EventPage.values(after, 256, bytes)).await();
  }

  @Test
  void readsSmallEventsTogether() {
    // Given
    insert(200, named("'small'"));

    // When
    EventPage page = page(10, EventPage.BYTES);

    // Then
    assertThat(page.events()).hasSize(190);
    assertThat(page.events().get(0).getLong("id")).isEqualTo(11);
    assertThat(page.last()).isEqualTo(200);
    assertThat(page.isTooSmall()).isFalse();
  }

  @Test
  void readsAsManyEventsAsHaveTheSize() {
    // Given
    insert(EVENTS, named(RANDOM_NAME));

    // When
    EventPage page = page(0, 3 * NAME + BLOCK);

    // Then
    assertThat(page.events()).hasSize(3);
    assertThat(page.last()).isEqualTo(3);
  }

  @Test
  void saysHowLargeTheFirstEventIs() {
    // Given
    insert(EVENTS, named(RANDOM_NAME));

    // When
    EventPage tooSmall = page(7, EventPage.BYTES);
    EventPage page = page(7, tooSmall.nextBytes());

    // Then
    assertThat(tooSmall.isTooSmall()).isTrue();
    assertThat(tooSmall.events()).isEmpty();
    assertThat(tooSmall.nextBytes()).isBetween(NAME, NAME + 100);
    assertThat(page.events()).hasSize(1);
    assertThat(page.last()).isEqualTo(8);
    assertThat(page.events().get(0).getJsonObject("model").getString("name")).hasSize(NAME);
  }

  @Test
  void doesNotReadTheEventsAfterThePage() {
    // Given
    insert(EVENTS, named(RANDOM_NAME));

    // When
    long blocks = blocks(EventPage.BYTES);

    // Then
    assertThat(blocks * BLOCK).isLessThan(4 * NAME);
  }

  @Test
  void countsCompressedEventsAsLarger() {
    // Given
    insert(EVENTS, named(REPEATED_NAME));

    // When
    RowSet<Row> rows = rows(0, EventPage.BYTES);
    EventPage page = page(0, 2 * NAME + BLOCK);

    // Then
    assertThat(rows.size()).isEqualTo(1);
    assertThat(page.events()).hasSize(2);
  }

  @Test
  void leavesOutSettingsThatWouldTakeTooMuchMemory() {
    // Given
    String settings = "('{\"x\":[' || repeat('{},', 20000) || '1]}')::json";
    insert(
        2, "json_build_object('pk', n, 'name', 'a', 'settings', " + settings + ", 'last', true)");

    // When
    EventPage page = page(0, 2 * NAME);

    // Then
    assertThat(page.events()).hasSize(2);
    assertThat(page.events().get(1).getJsonObject("provider"))
        .isEqualTo(new JsonObject("{\"pk\":2,\"name\":\"a\",\"settings\":{},\"last\":true}"));
  }

  @Test
  void endsWhereThereIsNoMoreMemory() {
    // Given
    insert(5, named("'small'"));
    RowSet<Row> rows = rows(0, EventPage.BYTES);

    // When
    int[] left = {2};
    EventPage page = EventPage.of(rows, cost -> left[0]-- > 0);

    // Then
    assertThat(page.events()).hasSize(2);
    assertThatThrownBy(() -> EventPage.of(rows, cost -> false)).isInstanceOf(Failure.class);
  }

  /** The blocks that the query touches, without those of its catalogues. */
  private long blocks(int bytes) {
    page(0, bytes);
    Row row =
        pool.preparedQuery("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + EventPage.SQL)
            .execute(EventPage.values(0, 256, bytes))
            .await()
            .iterator()
            .next();
    JsonObject plan = ((JsonArray) row.getValue(0)).getJsonObject(0).getJsonObject("Plan");
    return plan.getLong("Shared Hit Blocks") + plan.getLong("Shared Read Blocks");
  }
}
