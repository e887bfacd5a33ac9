package org.racprovider.status;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What each node said of itself last. One that is silent is forgotten. For any thread. */
public final class NodeRegistry {

  private static final long PATIENCE_NANOS = Duration.ofSeconds(10).toNanos();

  private record Heard(String name, JsonObject status, long at) {

    boolean isSilent(long now) {
      return now - at > PATIENCE_NANOS;
    }
  }

  private final Map<String, Heard> byId = new ConcurrentHashMap<>();

  /** Takes note of a status; what is none is left out. */
  void hear(Object message, long now) {
    forgetSilent(now);
    if (message instanceof JsonObject status
        && status.getValue("id") instanceof String id
        && status.getValue("name") instanceof String name) {
      byId.put(id, new Heard(name, status, now));
    }
  }

  /** Their last words, by name. */
  List<JsonObject> statuses(long now) {
    forgetSilent(now);
    return byId.values().stream()
        .sorted(Comparator.comparing(Heard::name))
        .map(Heard::status)
        .toList();
  }

  private void forgetSilent(long now) {
    byId.values().removeIf(heard -> heard.isSilent(now));
  }
}
