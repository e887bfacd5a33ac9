package org.racprovider.event.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.bus.Actor;
import org.racprovider.bus.CommandClient;
import org.racprovider.bus.CommandHandlers;
import org.racprovider.config.AppConfig.CreateConfig;
import org.racprovider.config.Timings;
import org.racprovider.db.DatabaseClient;
import org.racprovider.db.PersistenceVerticle;
import org.racprovider.event.consumer.EventConsumer;
import org.racprovider.event.consumer.PositionStore;
import org.racprovider.event.store.EventCommandHandler;
import org.racprovider.provider.ProviderCommands;
import org.racprovider.provider.store.ProviderCommandHandler;
import org.racprovider.support.Memory;
import org.racprovider.support.Postgres;

/**
 * The delay between the commit of an event and its handling, under load. The limit of the 99th
 * percentile can be set with {@code -Devents.p99Millis}. A limit of 50 needs an otherwise idle
 * machine, and {@code -Devents.creates=60000} to warm up the JVM. The median is robust against
 * pauses of the machine.
 */
@ExtendWith(VertxExtension.class)
class EventDelayIT {

  private static final int CREATES = Integer.getInteger("events.creates", 5000);
  private static final int CALLERS = 32;
  private static final long P99_MILLIS = Long.getLong("events.p99Millis", 5000);
  private static final long P50_MILLIS = 1000;

  @RegisterExtension static final Postgres POSTGRES = Postgres.migrated();

  private final Map<Integer, Long> committed = new ConcurrentHashMap<>();
  private final Map<Integer, Long> handled = new ConcurrentHashMap<>();
  private Vertx vertx;
  private CommandClient commands;
  private int sent;

  @BeforeEach
  void start(Vertx injected) {
    vertx = injected;
    POSTGRES.execute(
        "INSERT INTO flow VALUES ('00000000-0000-0000-0000-000000000001', 'a', 'a', 'a', 'a')");
    commands = new CommandClient(vertx.eventBus(), Duration.ofSeconds(30));
    CreateConfig limits = new CreateConfig(1, 128, 4096);
    MeterRegistry registry = new SimpleMeterRegistry();
    DatabaseClient database = new DatabaseClient(vertx, POSTGRES.database(), 4);
    Runnable onCommit = new ChangeNotifier(vertx, database)::changed;
    CommandHandlers providers =
        new ProviderCommandHandler(database, limits, false, onCommit, registry, Memory.pages());
    CommandHandlers events = new EventCommandHandler(database, Memory.pages());
    vertx
        .deployVerticle(new PersistenceVerticle(database, List.of(providers, events), registry))
        .await();
    vertx
        .deployVerticle(
            new EventRelayVerticle(
                POSTGRES.database(),
                Duration.ofDays(1),
                Timings.DEFAULT,
                new SimpleMeterRegistry()))
        .await();
  }

  @Test
  void eventsAreHandledSoonAfterTheirCommit() {
    // Given
    new EventConsumer(vertx, PositionStore.startingAfter(0), this::handle).start().await();

    // When
    long began = System.nanoTime();
    Future.all(IntStream.range(0, CALLERS).mapToObj(caller -> createNext()).toList()).await();
    long seconds = Math.max(1, Duration.ofNanos(System.nanoTime() - began).toMillis());
    await().atMost(Duration.ofMinutes(1)).until(() -> handled.size() == CREATES);

    // Then
    long[] delays =
        committed.entrySet().stream()
            .mapToLong(commit -> handled.get(commit.getKey()) - commit.getValue())
            .sorted()
            .toArray();
    double p50 = delays[delays.length / 2] / 1e6;
    double p99 = delays[delays.length * 99 / 100] / 1e6;
    System.out.printf(
        "Commit to handler at %d creates/s: p50 %.1f ms, p99 %.1f ms%n",
        CREATES * 1000L / seconds, p50, p99);
    assertThat(p50).as(Arrays.toString(delays)).isLessThan(P50_MILLIS);
    assertThat(p99).as(Arrays.toString(delays)).isLessThan(P99_MILLIS);
  }

  private Future<Void> handle(JsonObject event) {
    handled.put(event.getJsonObject("model").getInteger("pk"), System.nanoTime());
    return Future.succeededFuture();
  }

  private synchronized Future<Void> createNext() {
    if (sent == CREATES) {
      return Future.succeededFuture();
    }
    JsonObject body =
        new JsonObject()
            .put("name", "delay " + sent++)
            .put("authorization_flow", "00000000-0000-0000-0000-000000000001");
    return commands
        .<JsonObject>request(ProviderCommands.CREATE, body, new Actor("test", "test"))
        .onSuccess(created -> committed.put(created.getInteger("pk"), System.nanoTime()))
        .compose(created -> createNext());
  }
}
