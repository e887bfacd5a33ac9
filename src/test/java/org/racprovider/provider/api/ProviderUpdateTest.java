package org.racprovider.provider.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.racprovider.bus.Actor;
import org.racprovider.bus.CommandClient;
import org.racprovider.bus.Failure;
import org.racprovider.limits.CallerMemory;
import org.racprovider.limits.MemoryBudget;
import org.racprovider.limits.MemoryBudget.Share;
import org.racprovider.support.Memory;

@ExtendWith(VertxExtension.class)
class ProviderUpdateTest {

  private static final String ADDRESS = "update";
  private static final int ROW = 100_000;

  private final List<Integer> offered = new CopyOnWriteArrayList<>();
  private final List<Long> reserved = new CopyOnWriteArrayList<>();
  private Vertx vertx;

  @BeforeEach
  void serve(Vertx injected) {
    vertx = injected;
  }

  private ProviderUpdate update(MemoryBudget memory) {
    vertx
        .eventBus()
        .<JsonObject>consumer(
            ADDRESS,
            command -> {
              offered.add(command.body().getInteger("bytes"));
              reserved.add(memory.reserved(Share.PAGES));
              command.reply(reply(command.body().getInteger("bytes")));
            })
        .completion()
        .await();
    return new ProviderUpdate(
        new CommandClient(vertx.eventBus(), Duration.ofSeconds(30)),
        new CallerMemory(memory, Share.PAGES),
        ADDRESS,
        new Actor("caller", "request"));
  }

  private static JsonObject reply(int bytes) {
    return bytes < ROW
        ? reply(new JsonArray(), ROW)
        : reply(JsonArray.of(new JsonObject().put("pk", 7)), 0);
  }

  private static JsonObject reply(JsonArray results, int nextBytes) {
    return new JsonObject().put("results", results).put("next_bytes", nextBytes);
  }

  @Test
  void reservesMemoryForALargeProvider() {
    // Given
    MemoryBudget memory = Memory.of(20 * 5 * ROW);

    // When
    Buffer json = update(memory).send(new JsonObject(), 10).await();

    // Then
    assertThat(json.toString()).isEqualTo("{\"pk\":7}");
    assertThat(offered).hasSize(2);
    assertThat(offered.get(1)).isBetween(ROW, 2 * ROW);
    assertThat(reserved).containsExactly(0L, 5L * offered.get(1));
    assertThat(memory.reserved(Share.PAGES)).isZero();
  }

  @Test
  void changesNothingWithoutMemory() {
    // Given
    MemoryBudget memory = Memory.of(8 * 5 * ROW);
    ProviderUpdate update = update(memory);

    // When
    var changed = update.send(new JsonObject(), 10);

    // Then
    assertThatThrownBy(changed::await)
        .isInstanceOfSatisfying(
            Failure.class,
            refused -> assertThat(refused.kind()).isEqualTo(Failure.Kind.UNAVAILABLE));
    assertThat(offered).hasSize(1);
    assertThat(memory.reserved(Share.PAGES)).isZero();
  }
}
