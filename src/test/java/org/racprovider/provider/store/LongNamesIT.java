package org.racprovider.provider.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.config.DatabaseAddress;
import org.racprovider.provider.ProviderScope;
import org.racprovider.support.Postgres;

/**
 * Names of any length are found, but the search index stays small (migration V007). Each long name
 * has very many different characters between its first and its last word. One of them is not stored
 * in upper case, as other writers than the server may leave it.
 */
@ExtendWith(VertxExtension.class)
class LongNamesIT {

  @RegisterExtension static final Postgres POSTGRES = Postgres.empty();

  private static final int STORED_BEFORE_UPGRADE = 4;
  private static final int LONG_NAMES = 44;
  private static final int CHARACTERS = 1_000_000 / 3;
  private static final long MEBIBYTE = 1 << 20;

  /** How servers of the version before search. */
  private static final String SEARCH_OF_OLD_SERVER =
      """
      SELECT count(*) FROM provider
      WHERE upper(provider.name COLLATE "und-x-icu") LIKE upper($1 COLLATE "und-x-icu")
      """;

  private static Pool pool;

  @BeforeAll
  static void storeNames(Vertx vertx) {
    migrateToTheVersionBefore();
    pool = POSTGRES.pool(vertx);
    store(0, STORED_BEFORE_UPGRADE);
    storeNamesOf("before the upgrade");
    POSTGRES.migrate();
    store(STORED_BEFORE_UPGRADE, LONG_NAMES);
    storeNamesOf("after the upgrade");
    POSTGRES.execute(
        "UPDATE provider SET long_name = upper(name COLLATE \"und-x-icu\")"
            + " WHERE octet_length(name) > 1000 AND name NOT LIKE 'Anfang43%'");
    POSTGRES.execute(
        "INSERT INTO provider (type, name)"
            + " SELECT 'rac', 'usual name ' || n FROM generate_series(1, 20000) AS n");
    POSTGRES.execute("VACUUM ANALYZE provider");
  }

  private static void migrateToTheVersionBefore() {
    DatabaseAddress address = POSTGRES.database().direct();
    Flyway.configure()
        .dataSource(address.jdbcUrl(), address.user(), address.password())
        .locations("classpath:db/migration")
        .target("006")
        .load()
        .migrate();
  }

  private static void store(int from, int to) {
    for (int n = from; n < to; n++) {
      store("Anfang%02dä %s Öde%02dende".formatted(n, randomCharacters(n), n));
    }
  }

  /** Names as long as those in the index, and one byte longer. */
  private static void storeNamesOf(String prefix) {
    store(prefix + " thousand" + "x".repeat(1000 - prefix.length() - 9));
    store(prefix + " longer" + "x".repeat(1001 - prefix.length() - 7));
    store(prefix + " umlauts" + "ü".repeat((1000 - prefix.length() - 8) / 2));
  }

  private static void store(String name) {
    pool.preparedQuery("INSERT INTO provider (type, name) VALUES ('rac', $1)")
        .execute(Tuple.of(name))
        .await();
  }

  private static void rename(String name, String newName) {
    pool.preparedQuery("UPDATE provider SET name = $2 WHERE name = $1")
        .execute(Tuple.of(name, newName))
        .await();
  }

  private static String randomCharacters(int seed) {
    return new Random(seed)
        .ints(CHARACTERS, 0x4E00, 0x9FFF)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Test
  void findsEachByItsFirstAndItsLastWord() {
    for (int n = 0; n < LONG_NAMES; n++) {
      assertThat(found(ProviderScope.RAC, "anfang%02dÄ".formatted(n))).isOne();
      assertThat(found(ProviderScope.RAC, "öDE%02dENDE".formatted(n))).isOne();
    }
  }

  @ParameterizedTest
  @EnumSource
  void findsAllByACommonWord(ProviderScope scope) {
    assertThat(found(scope, "ANFANG", "öde")).isEqualTo(LONG_NAMES);
    assertThat(found(scope, "anfang00ä", "öde00ENDE")).isOne();
    assertThat(found(scope, "anfang00ä", "öde01ende")).isZero();
    assertThat(found(scope, "a", "n", "f", "an", "nf", "ang", "ÖDE43ende")).isOne();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"thousandX", "longerx", "UMLAUTSÜÜ", "THE UPGRADE THOUSAND", "xxxxxxxxxx"})
  void findsNamesAroundTheLimit(String term) {
    assertThat(found(ProviderScope.RAC, term, "before")).isPositive();
    assertThat(found(ProviderScope.RAC, term, "after"))
        .isEqualTo(found(ProviderScope.RAC, term, "before"));
  }

  @Test
  void findsALongNameByTheWholeName() {
    // Given
    String name = "Anfang07ä %s Öde07ende".formatted(randomCharacters(7));

    // Then
    assertThat(named(name.toLowerCase(Locale.ROOT))).isOne();
    assertThat(named(name + "x")).isZero();
  }

  @Test
  void followsChangesOfTheName() {
    // Given
    store("was short");
    String changed = "now long" + "x".repeat(2000) + "ünique";

    // Then
    rename("was short", changed);
    assertThat(found(ProviderScope.RAC, "ÜNIQUE")).isOne();
    rename(changed, "short again ünique");
    assertThat(found(ProviderScope.RAC, "short again ÜNIQUE")).isOne();
    assertThat(found(ProviderScope.RAC, "now long")).isZero();
  }

  @Test
  void indexesStaySmall() {
    assertThat(size("provider_name_search")).isLessThan(16 * MEBIBYTE);
    assertThat(size("provider_long_name")).isLessThan(MEBIBYTE);
  }

  @Test
  void usualSearchReadsOnlyTheIndexes() {
    // Given
    ListQuery query = ListQuery.fromJson(new JsonObject("{\"search\":[\"name 777\"]}"));
    ProviderFilter filter = new ProviderFilter(query, ProviderScope.RAC);

    // When
    String plan =
        pool.preparedQuery("EXPLAIN " + filter.count()).execute(filter.values()).await().stream()
            .map(row -> row.getString(0))
            .toList()
            .toString();

    // Then
    assertThat(plan)
        .contains("provider_name_search", "provider_long_name")
        .doesNotContain("Seq Scan");
  }

  @Test
  void serversOfTheVersionBeforeFindLongNames() {
    for (String pattern : List.of("%anfang43ä%", "%öde02ENDE%", "%usual NAME 20000%")) {
      assertThat(
              pool.preparedQuery(SEARCH_OF_OLD_SERVER)
                  .execute(Tuple.of(pattern))
                  .await()
                  .iterator()
                  .next()
                  .getLong(0))
          .isOne();
    }
  }

  @Test
  void mergesThePendingListUnderTheSameName() {
    pool.query(MaintenanceStatements.MERGE_SEARCH_INDEX).execute().await();
  }

  private static long found(ProviderScope scope, String... terms) {
    return count(new JsonObject().put("search", new JsonArray(List.of(terms))), scope);
  }

  private static long count(JsonObject query, ProviderScope scope) {
    ProviderFilter filter = new ProviderFilter(ListQuery.fromJson(query), scope);
    return pool.preparedQuery(filter.count())
        .execute(filter.values())
        .await()
        .iterator()
        .next()
        .getLong(0);
  }

  private static long named(String name) {
    return count(new JsonObject().put("name__iexact", name), ProviderScope.RAC);
  }

  private static long size(String index) {
    return pool.query("SELECT pg_relation_size('" + index + "')")
        .execute()
        .await()
        .iterator()
        .next()
        .getLong(0);
  }
}
