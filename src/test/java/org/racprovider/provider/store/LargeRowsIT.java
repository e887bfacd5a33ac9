package org.racprovider.provider.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.vertx.sqlclient.Pool;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.bus.CommandHandlers;
import org.racprovider.config.AppConfig.CreateConfig;
import org.racprovider.db.DatabaseClient;
import org.racprovider.db.PersistenceVerticle;
import org.racprovider.limits.CallerMemory;
import org.racprovider.limits.MemoryBudget;
import org.racprovider.limits.MemoryBudget.Share;
import org.racprovider.provider.ProviderCommands;
import org.racprovider.support.Memory;
import org.racprovider.support.Postgres;

/** A provider that is larger than all memory for rows, as another server may have stored it. */
@ExtendWith(VertxExtension.class)
class LargeRowsIT {

  @RegisterExtension static final Postgres POSTGRES = Postgres.migrated();

  private static final int PAGES = 100_000;
  private static final int SETTINGS = 500_000;

  private final MemoryBudget memory = Memory.of(8L * PAGES);
  private Vertx vertx;

  @BeforeEach
  void insertProvider(Vertx injected) {
    vertx = injected;
    POSTGRES.execute(
        "INSERT INTO provider (pk, type, name, settings)"
            + " VALUES (7, 'rac', 'large', jsonb_build_object('x', repeat('a', %d)))"
                .formatted(SETTINGS));
  }

  @AfterEach
  void releasesAllMemory() {
    assertThat(memory.reserved(Share.PAGES)).isZero();
    POSTGRES.execute("TRUNCATE provider, event CASCADE");
  }

  private void deploy(boolean eventsKeepSettings) {
    MeterRegistry registry = new SimpleMeterRegistry();
    DatabaseClient database = new DatabaseClient(vertx, POSTGRES.database(), 4);
    CommandHandlers providers =
        new ProviderCommandHandler(
            database,
            new CreateConfig(1, 16, 64),
            eventsKeepSettings,
            () -> {},
            registry,
            new CallerMemory(memory, Share.PAGES));
    vertx.deployVerticle(new PersistenceVerticle(database, List.of(providers), registry)).await();
  }

  private JsonObject send(String address, JsonObject body) {
    return (JsonObject) vertx.eventBus().request(address, body).await().body();
  }

  private void assertUnavailable(String address, JsonObject body) {
    assertThatThrownBy(() -> send(address, body))
        .isInstanceOfSatisfying(
            ReplyException.class, refused -> assertThat(refused.failureCode()).isEqualTo(503));
  }

  private long count(String table) {
    Pool pool = POSTGRES.pool(vertx);
    return pool.query("SELECT count(*) FROM " + table)
        .execute()
        .map(rows -> rows.iterator().next().getLong(0))
        .eventually(pool::close)
        .await();
  }

  private static JsonObject item() {
    return new JsonObject().put("pk", 7);
  }

  @Test
  void isDeletedWithoutItsSettings() {
    // Given
    deploy(false);

    // When
    send(ProviderCommands.DELETE, item().put("if_match", "*"));

    // Then
    assertThat(count("provider")).isZero();
    assertThat(count("event")).isEqualTo(1);
  }

  @Test
  void isNotDeletedWhenItsTagCannotBeCompared() {
    // Given
    deploy(false);

    // When
    assertUnavailable(ProviderCommands.DELETE, item().put("if_match", "\"tag\""));

    // Then
    assertThat(count("provider")).isEqualTo(1);
  }

  @Test
  void isDeletedWithoutItsSettingsEvenIfEventsHoldSettings() {
    // Given
    POSTGRES.execute(
        "UPDATE provider SET settings = jsonb_build_object('x', repeat('a', 2000000))");
    deploy(true);

    // When
    send(ProviderCommands.DELETE, item());

    // Then
    assertThat(count("provider")).isZero();
    assertThat(count("event WHERE provider->>'settings' = '{}'")).isEqualTo(1);
  }

  @Test
  void isNotChangedWhenItDoesNotFit() {
    // Given
    deploy(false);

    // When
    assertUnavailable(ProviderCommands.PATCH, renamed());

    // Then
    assertThat(count("provider WHERE name = 'large'")).isEqualTo(1);
  }

  @Test
  void isChangedOnceTheSenderHasMemoryForIt() {
    // Given
    deploy(false);

    // When
    JsonObject tooLarge = send(ProviderCommands.PATCH, renamed().put("bytes", 1000));
    long unchanged = count("provider WHERE name = 'large'");
    int bytes = tooLarge.getInteger("next_bytes");
    JsonObject changed = send(ProviderCommands.PATCH, renamed().put("bytes", bytes + 10));

    // Then
    assertThat(tooLarge.getJsonArray("results")).isEmpty();
    assertThat(unchanged).isEqualTo(1);
    assertThat(bytes).isBetween(SETTINGS, SETTINGS + 2048);
    assertThat(changed.getJsonArray("results").getJsonObject(0).getString("name"))
        .isEqualTo("renamed");
    assertThat(count("event WHERE changed = '{name}'")).isEqualTo(1);
  }

  @Test
  void isReplacedBySmallSettings() {
    // Given
    deploy(false);
    JsonObject fields = new JsonObject().put("settings", new JsonObject().put("x", 1));

    // When
    JsonObject changed = send(ProviderCommands.PATCH, item().put("fields", fields));

    // Then
    assertThat(changed.getJsonObject("settings")).isEqualTo(new JsonObject().put("x", 1));
    assertThat(count("event WHERE changed = '{settings}'")).isEqualTo(1);
  }

  @Test
  void isNoPartOfAPageOfMoreProvidersThanFit() {
    // Given
    POSTGRES.execute(
        "INSERT INTO provider (pk, type, name, settings)"
            + " SELECT n, 'rac', 'other ' || n, '{}' FROM generate_series(8, 1007) AS n");
    deploy(false);
    JsonObject page = new JsonObject().put("encoded", true).put("search", JsonArray.of("other"));

    // Then
    assertThat(send(ProviderCommands.LIST, page.copy().put("page_size", 150)).getJsonArray("rest"))
        .hasSize(150);
    assertUnavailable(ProviderCommands.LIST, page.put("page_size", 1000));
  }

  private static JsonObject renamed() {
    return item().put("fields", new JsonObject().put("name", "renamed"));
  }
}
