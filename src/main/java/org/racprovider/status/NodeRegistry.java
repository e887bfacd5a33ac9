package org.racprovider.status;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The last status of each node. A node that sends none for some time is removed. Thread-safe. */
public final class NodeRegistry {

  private record LastStatus(String name, JsonObject status, long receivedAt) {}

  private final long expiryNanos;
  private final Map<String, LastStatus> byId = new ConcurrentHashMap<>();

  /**
   * @param expiry how long a node is kept after its last status
   */
  public NodeRegistry(Duration expiry) {
    this.expiryNanos = expiry.toNanos();
  }

  /**
   * Stores a status; ignores a message that is not a status.
   *
   * @param now the current {@link System#nanoTime}
   */
  void update(Object message, long now) {
    removeExpired(now);
    if (message instanceof JsonObject status
        && status.getValue("id") instanceof String id
        && status.getValue("name") instanceof String name) {
      byId.put(id, new LastStatus(name, status, now));
    }
  }

  /** The last status of each node, ordered by name. */
  List<JsonObject> statuses(long now) {
    removeExpired(now);
    return byId.values().stream()
        .sorted(Comparator.comparing(LastStatus::name))
        .map(LastStatus::status)
        .toList();
  }

  private void removeExpired(long now) {
    byId.values().removeIf(last -> now - last.receivedAt() > expiryNanos);
  }
}
