package org.racprovider.provider.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.provider.Pagination;
import org.racprovider.provider.ProviderScope;
import org.racprovider.support.Postgres;

/**
 * The execution times that PostgreSQL reports for lists of 100,000 providers. The goal is 5 ms for
 * the rows and 40 ms for the count. The limits are ten times as high, for slow and busy machines.
 */
@ExtendWith(VertxExtension.class)
class ListPerformanceIT {

  @RegisterExtension static final Postgres POSTGRES = Postgres.migrated();

  private static final double ROWS_MILLIS = 50;
  private static final double COUNT_MILLIS = 400;

  private static Pool pool;

  @BeforeAll
  static void loadProviders(Vertx vertx) {
    POSTGRES.execute(
        """
        INSERT INTO property_mapping (pk, name)
        SELECT gen_random_uuid(), 'mapping ' || n FROM generate_series(1, 2) AS n;

        INSERT INTO provider (type, property_mappings, name, settings)
        SELECT 'rac', ARRAY(SELECT pk FROM property_mapping),
               (ARRAY['Berlin', 'Paris', 'Oslo', 'Lisbon', 'Prague', 'Zürich'])[1 + n % 6] || ' '
               || (ARRAY['web', 'database', 'mail', 'build', 'terminal'])[1 + n % 5] || ' server '
               || n || CASE WHEN n % 5000 = 0 THEN ' quarantined' ELSE '' END,
               jsonb_build_object('hostname', 'host-' || n || '.example', 'port', '22')
        FROM generate_series(1, 100000) AS n
        ORDER BY hashint4(n);

        INSERT INTO application (pk, name, slug, provider)
        SELECT gen_random_uuid(), 'Application ' || pk, 'application-' || pk, pk
        FROM provider WHERE pk % 20 = 0;

        INSERT INTO outpost (pk, name, type) VALUES (gen_random_uuid(), 'outpost', 'rac');

        INSERT INTO outpost_provider (provider, outpost)
        SELECT provider.pk, outpost.pk FROM provider CROSS JOIN outpost WHERE provider.pk % 50 = 0;
        """);
    POSTGRES.execute("VACUUM ANALYZE");
    pool = POSTGRES.pool(vertx);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"page_size\":100}",
        "{\"page\":0}",
        "{\"ordering\":[\"-name\"]}",
        "{\"ordering\":[\"pk\"]}",
        "{\"ordering\":[\"-pk\"],\"page\":0}",
        "{\"application__isnull\":true}",
        "{\"search\":[\"quarantined\"]}",
        "{\"search\":[\"quarantined\",\"Berlin\"]}",
        "{\"search\":[\"quarantined\",\"Berlin\",\"s\",\"e\",\"r\",\"v\",\"i\"]}",
        "{\"name__iexact\":\"OSLO BUILD SERVER 98\"}"
      })
  void readsAPageWithinTheLimits(String command) {
    // Given
    ListQuery query = ListQuery.fromJson(new JsonObject(command));
    ProviderFilter filter = new ProviderFilter(query, ProviderScope.RAC);
    boolean last = query.page() == Pagination.LAST;

    // When
    double count = bestMillis(filter.count(), filter.values());
    double rows =
        bestMillis(
            filter.page(query.ordering(), last),
            filter
                .values()
                .addInteger(query.pageSize())
                .addLong(0L)
                .addInteger(ProviderColumns.SMALL_ROW));

    // Then
    assertThat(count).isLessThan(COUNT_MILLIS);
    assertThat(rows).isLessThan(ROWS_MILLIS);
  }

  private static double bestMillis(String sql, Tuple values) {
    return DoubleStream.generate(() -> millis(sql, values)).limit(10).min().orElseThrow();
  }

  private static double millis(String sql, Tuple values) {
    Row row =
        pool.preparedQuery("EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) " + sql)
            .execute(values)
            .await()
            .iterator()
            .next();
    JsonArray plans = (JsonArray) row.getValue(0);
    return plans.getJsonObject(0).getDouble("Execution Time");
  }
}
