package org.racprovider;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.support.Providers;
import org.racprovider.support.TestServer;

/**
 * Under concurrent valid, duplicate and invalid creates, each gets its own response, and the
 * database agrees with all responses.
 */
class MixedLoadIT {

  private static final long SEED = 20261124;
  private static final int CLIENTS = 64;
  private static final int REQUESTS = 30;
  private static final String UNKNOWN = "deadbeef-0000-4000-8000-000000000000";
  private static final String DOES_NOT_EXIST =
      "Invalid pk \"" + UNKNOWN + "\" - object does not exist.";
  private static final List<String> MAPPINGS =
      List.of("0ba9ba9b-0000-4000-8000-000000000002", "0ba9ba9b-0000-4000-8000-000000000001");

  @RegisterExtension
  static final TestServer SERVER = TestServer.withDatabase(Map.of("RAC_CREATE_BATCH", "40"));

  private enum BodyKind {
    VALID,
    DUPLICATE,
    UNKNOWN_FLOW,
    UNKNOWN_MAPPING,
    MALFORMED
  }

  private record SentCreate(BodyKind kind, String name, Buffer body) {}

  private record ReceivedResponse(SentCreate request, int status, JsonObject body) {}

  @Test
  void sendsEachRequestAResponseThatAgreesWithTheDatabase() {
    // Given
    WebClient client = WebClient.create(SERVER.vertx());
    String bearer = SERVER.bearer("akadmin");
    // When
    List<ReceivedResponse> responses = Collections.synchronizedList(new ArrayList<>());
    Future.all(
            IntStream.range(0, CLIENTS)
                .mapToObj(number -> run(client, bearer, number, REQUESTS, responses))
                .toList())
        .await();
    // Then
    responses.forEach(MixedLoadIT::assertOwnResponse);
    assertOneWinnerForEachName(responses);
    assertStored(responses);
  }

  private static Future<Void> run(
      WebClient client, String bearer, int number, int left, List<ReceivedResponse> responses) {
    if (left == 0) {
      return Future.succeededFuture();
    }
    SentCreate request = request(new Random(SEED + number * 1000L + left), number + "-" + left);
    return client
        .post(SERVER.port(), "127.0.0.1", Providers.PATH)
        .putHeader("Authorization", bearer)
        .putHeader("Content-Type", "application/json")
        .sendBuffer(request.body())
        .onSuccess(response -> responses.add(received(request, response)))
        .compose(response -> run(client, bearer, number, left - 1, responses));
  }

  private static SentCreate request(Random random, String id) {
    BodyKind kind = BodyKind.values()[random.nextInt(BodyKind.values().length)];
    String name = kind == BodyKind.DUPLICATE ? "shared " + random.nextInt(20) : "load " + id;
    JsonObject body =
        new JsonObject()
            .put("name", name)
            .put("authorization_flow", kind == BodyKind.UNKNOWN_FLOW ? UNKNOWN : Providers.FLOW)
            .put("property_mappings", new JsonArray(MAPPINGS))
            .put("settings", new JsonObject().put("id", id));
    if (kind == BodyKind.UNKNOWN_MAPPING) {
      body.put("property_mappings", JsonArray.of(MAPPINGS.get(0), UNKNOWN));
    }
    Buffer encoded = body.toBuffer();
    return new SentCreate(
        kind, name, kind == BodyKind.MALFORMED ? encoded.slice(0, encoded.length() - 3) : encoded);
  }

  private static ReceivedResponse received(SentCreate request, HttpResponse<Buffer> response) {
    return new ReceivedResponse(request, response.statusCode(), response.bodyAsJsonObject());
  }

  private static void assertOwnResponse(ReceivedResponse received) {
    switch (received.request().kind()) {
      case VALID -> {
        assertThat(received.status()).isEqualTo(201);
        assertThat(received.body().getString("name")).isEqualTo(received.request().name());
      }
      case UNKNOWN_FLOW -> assertRefused(received, "authorization_flow", DOES_NOT_EXIST);
      case UNKNOWN_MAPPING -> assertRefused(received, "property_mappings", DOES_NOT_EXIST);
      case MALFORMED -> {
        assertThat(received.status()).isEqualTo(400);
        assertThat(received.body().getString("detail")).startsWith("JSON parse error - ");
      }
      case DUPLICATE -> {
        if (received.status() != 201) {
          assertRefused(received, "name", "provider with this name already exists.");
        }
      }
    }
  }

  private static void assertRefused(ReceivedResponse received, String field, String message) {
    assertThat(received.status()).isEqualTo(400);
    assertThat(received.body()).isEqualTo(new JsonObject().put(field, JsonArray.of(message)));
  }

  private static void assertOneWinnerForEachName(List<ReceivedResponse> responses) {
    Map<String, Integer> winners = new HashMap<>();
    responses.stream()
        .filter(received -> received.request().kind() == BodyKind.DUPLICATE)
        .forEach(
            received ->
                winners.merge(
                    received.request().name(), received.status() == 201 ? 1 : 0, Integer::sum));
    assertThat(winners.values()).isNotEmpty().containsOnly(1);
  }

  /** No 201 without its row, links and event; no row without a 201. */
  private static void assertStored(List<ReceivedResponse> responses) {
    Map<Integer, String> created = new HashMap<>();
    responses.stream()
        .filter(received -> received.status() == 201)
        .forEach(
            received ->
                created.put(received.body().getInteger("pk"), received.body().getString("name")));
    Map<Integer, String> stored = new HashMap<>();
    for (Row row : stored()) {
      stored.put(row.getInteger("pk"), row.getString("name"));
      assertThat(row.getArrayOfStrings("mappings")).containsExactlyElementsOf(MAPPINGS);
      assertThat(row.getArrayOfStrings("events")).containsExactly(row.getString("name"));
    }
    assertThat(stored).isEqualTo(created);
  }

  private static RowSet<Row> stored() {
    return SERVER
        .database()
        .pool(SERVER.vertx())
        .query(
            """
            SELECT pk, name,
                   property_mappings::text[] AS mappings,
                   ARRAY(SELECT event.provider ->> 'name' FROM event
                         WHERE (event.provider ->> 'pk')::integer = pk) AS events
            FROM provider
            WHERE pk >= 1000
            """)
        .execute()
        .await();
  }
}
