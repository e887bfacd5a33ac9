package org.racprovider.provider.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.racprovider.bus.Actor;
import org.racprovider.bus.CommandClient;
import org.racprovider.bus.Failure;
import org.racprovider.limits.CallerMemory;
import org.racprovider.limits.MemoryBudget;
import org.racprovider.limits.MemoryBudget.Share;
import org.racprovider.provider.ProviderScope;
import org.racprovider.support.Memory;

/** The memory for the pks of a response that a client takes slowly. */
@ExtendWith(VertxExtension.class)
class RemainingProvidersTest {

  private final MemoryBudget memory = Memory.of(8 * 100_000);
  private RemainingProviders remaining;

  @BeforeEach
  void create(Vertx vertx) {
    remaining =
        new RemainingProviders(
            new CommandClient(vertx.eventBus(), Duration.ofSeconds(1)),
            new CallerMemory(memory, Share.PAGES),
            ProviderScope.RAC,
            new Actor("caller", "request"));
  }

  private static JsonObject page(int rest) {
    return new JsonObject()
        .put("results", new JsonArray())
        .put("rest", new JsonArray(IntStream.range(0, rest).boxed().toList()))
        .put("next_bytes", 0);
  }

  @Test
  void isReservedUntilTheResponseEnds() {
    // When
    remaining.take(page(1000));
    long reserved = memory.reserved(Share.PAGES);
    remaining.close();

    // Then
    assertThat(reserved).isEqualTo(24_000);
    assertThat(memory.reserved(Share.PAGES)).isZero();
  }

  @Test
  void isNotReservedAfterTheResponse() {
    // Given
    remaining.close();

    // Then
    assertThatThrownBy(() -> remaining.take(page(1000))).isInstanceOf(Failure.class);
    assertThat(memory.reserved(Share.PAGES)).isZero();
  }

  @Test
  void refusesAPageThatDoesNotFit() {
    assertThatThrownBy(() -> remaining.take(page(10_000))).isInstanceOf(Failure.class);
    assertThat(memory.reserved(Share.PAGES)).isZero();
  }
}
