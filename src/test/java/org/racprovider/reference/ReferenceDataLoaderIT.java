package org.racprovider.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.start.StartFailure;
import org.racprovider.support.Postgres;

@ExtendWith(VertxExtension.class)
class ReferenceDataLoaderIT {

  @RegisterExtension static final Postgres postgres = Postgres.migrated();

  private static Pool pool;
  private static JsonObject fixtures;

  @BeforeAll
  static void start(Vertx vertx) throws IOException {
    pool = postgres.pool(vertx);
    fixtures =
        new JsonObject(Files.readString(Path.of("src/test/resources/recorded/fixtures.json")));
  }

  @BeforeEach
  void emptyTheTables() {
    postgres.execute(
        "TRUNCATE flow, property_mapping, provider, application, outpost, event CASCADE");
    postgres.execute("ALTER SEQUENCE provider_pk_seq RESTART");
  }

  @Test
  void storesAllRowsOfFile() {
    // When
    long inserted = load(fixtures);

    // Then
    assertThat(inserted).isEqualTo(3 + 3 + 14 + 5 + 4 + 3);
    assertThat(stored()).isEqualTo(fixtures);
    assertThat(count("SELECT count(*) FROM event")).isZero();
  }

  @Test
  void loadsExample(Vertx vertx) {
    // When
    Future<Long> loaded =
        ReferenceData.read(vertx, Path.of("conf/reference-data.example.json"))
            .compose(new ReferenceDataLoader(pool)::load);

    // Then
    assertThat(loaded.await()).isEqualTo(9);
  }

  @Test
  void secondLoadChangesNothing() {
    // Given
    load(fixtures);

    // When
    long inserted = load(fixtures);

    // Then
    assertThat(inserted).isZero();
    assertThat(stored()).isEqualTo(fixtures);
  }

  @Test
  void concurrentLoadsInsertRowsOnce() {
    // When
    List<Future<Long>> loads =
        List.of(loadAsync(fixtures), loadAsync(fixtures), loadAsync(fixtures));
    Future.all(loads).await();

    // Then
    assertThat(loads.stream().map(Future::result)).containsExactlyInAnyOrder(32L, 0L, 0L);
  }

  @Test
  void keepsEditedRows() {
    // Given
    load(fixtures);
    postgres.execute(
        "UPDATE provider SET name = 'renamed', backchannel_application = NULL WHERE pk = 8");
    postgres.execute("INSERT INTO provider (type, name) VALUES ('rac', 'hotel backchannel')");
    postgres.execute("UPDATE provider SET property_mappings = '{}' WHERE pk = 1");
    postgres.execute("DELETE FROM outpost_provider WHERE provider = 1");
    JsonObject edited = stored();

    // When
    long inserted = load(fixtures);

    // Then
    assertThat(inserted).isZero();
    assertThat(stored()).isEqualTo(edited);
  }

  @Test
  void insertsAbsentRowsWithTheirLinks() {
    // Given
    load(fixtures);
    postgres.execute("DELETE FROM provider WHERE pk = 3");
    postgres.execute("UPDATE provider SET backchannel_application = NULL");
    postgres.execute("DELETE FROM application WHERE slug = 'foxtrot-app'");

    // When
    long inserted = load(fixtures);

    // Then
    assertThat(inserted).isEqualTo(3);
    assertThat(stored().getJsonArray("providers")).isEqualTo(fixtures.getJsonArray("providers"));
    assertThat(stored().getJsonArray("applications"))
        .isEqualTo(fixtures.getJsonArray("applications"));
  }

  @Test
  void onlyRaisesSequence() {
    // Given
    load(fixtures);

    // Then
    assertThat(nextPk()).isEqualTo(1000);
    load(fixtures);
    assertThat(nextPk()).isEqualTo(1001);
    load(new JsonObject().put("first_free_provider_pk", 5));
    assertThat(nextPk()).isEqualTo(1002);
    load(new JsonObject().put("first_free_provider_pk", 2000));
    assertThat(nextPk()).isEqualTo(2000);
    load(file("providers", provider(3000, "high")));
    assertThat(nextPk()).isEqualTo(3001);
  }

  @Test
  void rejectsDuplicateUniqueValues() {
    // Given
    load(fixtures);
    JsonObject file =
        file("providers", provider(50, "new"), provider(51, "alpha rac"), provider(52, "new"))
            .put(
                "applications",
                new JsonArray()
                    .add(application("bravo-app", 51))
                    .add(
                        application("another", 1)
                            .put("backchannel_providers", new JsonArray().add(50).add(8))));

    // Then
    assertThat(problems(file))
        .containsExactly(
            "applications[0].slug: \"bravo-app\" is taken by the row with the pk"
                + " 0a9b0a9b-0000-4000-8000-000000000002",
            "applications[1].backchannel_providers[1]: \"8\" is taken by the row with the pk"
                + " 0a9b0a9b-0000-4000-8000-000000000003",
            "applications[1].provider: \"1\" is taken by the row with the pk"
                + " 0a9b0a9b-0000-4000-8000-000000000001",
            "providers[1].name: \"alpha rac\" is taken by the row with the pk 1",
            "providers[2].name: \"new\" is taken by providers[0].name");
    assertThat(stored()).isEqualTo(fixtures);
  }

  @Test
  void rejectsUnknownReferences() {
    // Given
    String unknown = "33333333-3333-4333-8333-333333333333";
    JsonObject provider =
        provider(1, "a")
            .put("authorization_flow", unknown)
            .put("property_mappings", new JsonArray().add(unknown));
    JsonObject file =
        file("providers", provider).put("applications", new JsonArray().add(application("a", 2)));

    // Then
    assertThat(problems(file))
        .containsExactlyInAnyOrder(
            "applications[0].provider: nothing in providers has the pk 2",
            "providers[0].authorization_flow: nothing in flows has the pk " + unknown,
            "providers[0].property_mappings[0]: nothing in property_mappings has the pk "
                + unknown);
    assertThat(count("SELECT count(*) FROM provider")).isZero();
  }

  @Test
  void loadsManyRows() {
    // Given
    load(
        file(
            "property_mappings",
            new JsonObject().put("pk", new UUID(1, 1).toString()).put("name", "m")));
    JsonArray providers = new JsonArray();
    for (int pk = 1; pk <= 10_000; pk++) {
      providers.add(
          provider(pk, "provider " + pk)
              .put("property_mappings", new JsonArray().add(new UUID(1, 1).toString())));
    }

    // When
    load(new JsonObject().put("providers", providers));

    // Then
    assertThat(count("SELECT sum(cardinality(property_mappings)) FROM provider")).isEqualTo(10_000);
    assertThat(nextPk()).isEqualTo(10_001);
  }

  private static JsonObject file(String section, JsonObject... rows) {
    return new JsonObject().put(section, new JsonArray(List.of(rows)));
  }

  private static JsonObject provider(int pk, String name) {
    return new JsonObject()
        .put("pk", pk)
        .put("type", "rac")
        .put("name", name)
        .putNull("authorization_flow");
  }

  private static JsonObject application(String slug, int provider) {
    return new JsonObject()
        .put("pk", UUID.randomUUID().toString())
        .put("name", slug)
        .put("slug", slug)
        .put("provider", provider);
  }

  private static Future<Long> loadAsync(JsonObject file) {
    return new ReferenceDataLoader(pool).load(ReferenceData.parse(file.encode()));
  }

  private static long load(JsonObject file) {
    return loadAsync(file).await();
  }

  private static List<String> problems(JsonObject file) {
    return catchThrowableOfType(StartFailure.class, () -> load(file)).problems();
  }

  private static int nextPk() {
    return (int) count("SELECT nextval('provider_pk_seq')");
  }

  private static long count(String sql) {
    return pool.query(sql).execute().await().iterator().next().getLong(0);
  }

  /** The tables, in the form of the file. */
  private static JsonObject stored() {
    return pool.query(
            """
            SELECT json_build_object(
                'first_free_provider_pk', (SELECT s.last_value FROM provider_pk_seq s),
                'flows', (SELECT json_agg(to_json(f) ORDER BY f.pk) FROM flow f),
                'property_mappings', (SELECT json_agg(to_json(m) ORDER BY m.pk) FROM property_mapping m),
                'providers', (
                    SELECT json_agg(to_jsonb(p) - '{backchannel_application,long_name}'::text[] ORDER BY p.pk)
                    FROM provider p),
                'applications', (
                    SELECT json_agg(to_jsonb(a) || jsonb_build_object(
                        'backchannel_providers', coalesce((
                            SELECT jsonb_agg(p.pk ORDER BY p.pk)
                            FROM provider p WHERE p.backchannel_application = a.pk), '[]')) ORDER BY a.pk)
                    FROM application a),
                'outposts', (
                    SELECT json_agg(to_jsonb(o) || jsonb_build_object(
                        'providers', coalesce((
                            SELECT jsonb_agg(l.provider ORDER BY l.provider)
                            FROM outpost_provider l WHERE l.outpost = o.pk), '[]')) ORDER BY o.pk)
                    FROM outpost o),
                'endpoints', (SELECT json_agg(to_json(e) ORDER BY e.pk) FROM endpoint e)) AS world
            """)
        .execute()
        .await()
        .iterator()
        .next()
        .getJsonObject("world");
  }
}
