package org.racprovider.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NodeRegistryTest {

  private final NodeRegistry nodes = new NodeRegistry(Duration.ofSeconds(10));

  @Test
  void returnsTheLastStatusOfEachNodeByName() {
    // When
    nodes.update(status("1", "b").put("status", "down"), 0);
    nodes.update(status("2", "a"), 0);
    nodes.update(status("1", "b").put("status", "up"), 0);

    // Then
    assertThat(nodes.statuses(0))
        .containsExactly(status("2", "a"), status("1", "b").put("status", "up"));
  }

  @Test
  void removesANodeThatSendsNoStatusForTenSeconds() {
    // When
    nodes.update(status("1", "a"), seconds(0));
    nodes.update(status("2", "b"), seconds(5));

    // Then
    assertThat(nodes.statuses(seconds(10))).hasSize(2);
    assertThat(nodes.statuses(seconds(11))).containsExactly(status("2", "b"));
    assertThat(nodes.statuses(seconds(16))).isEmpty();
  }

  @Test
  void ignoresMessagesThatAreNoStatus() {
    // When
    nodes.update("text", 0);
    nodes.update(null, 0);
    nodes.update(new JsonObject().put("id", "1"), 0);
    nodes.update(new JsonObject().put("id", 1).put("name", "a"), 0);

    // Then
    assertThat(nodes.statuses(0)).isEmpty();
  }

  private static JsonObject status(String id, String name) {
    return new JsonObject().put("id", id).put("name", name);
  }

  private static long seconds(int seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }
}
