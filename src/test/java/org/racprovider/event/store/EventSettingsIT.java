package org.racprovider.event.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.support.Providers;
import org.racprovider.support.TestServer;

/** By default events hold no settings; this server is configured to keep them. */
class EventSettingsIT {

  @RegisterExtension
  static final TestServer SERVER = TestServer.withDatabase(Map.of("RAC_EVENTS_SETTINGS", "true"));

  @Test
  void keepsTheSettingsInTheEventsOfEveryChange() {
    // When
    JsonObject settings = new JsonObject().put("password", "kept");
    JsonObject body = Providers.named("with settings").put("settings", settings);
    var client = SERVER.client("akadmin");
    int pk =
        client.send("POST", "/api/v3/providers/rac/", body).bodyAsJsonObject().getInteger("pk");
    String path = "/api/v3/providers/rac/" + pk + "/";
    client.send("PATCH", path, new JsonObject().put("connection_expiry", "hours=1"));
    client.send("DELETE", path);

    // Then
    assertThat(stored())
        .hasSize(3)
        .allMatch(event -> event.getJsonObject("settings").equals(settings));
  }

  private static List<JsonObject> stored() {
    var pool = SERVER.database().pool(SERVER.vertx());
    List<JsonObject> events = new ArrayList<>();
    pool.query("SELECT provider FROM event ORDER BY id")
        .execute()
        .await()
        .forEach(row -> events.add((JsonObject) row.getJson("provider")));
    pool.close().await();
    return events;
  }
}
