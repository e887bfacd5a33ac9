package org.racprovider.provider.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.support.ApiClient;
import org.racprovider.support.Providers;
import org.racprovider.support.TestServer;

/** Changes to one provider: concurrent ones, conditional ones, and their events. */
class UpdateIT {

  @RegisterExtension static final TestServer SERVER = TestServer.withDatabase(Map.of());

  private static final String COLLECTION = "/api/v3/providers/rac/";
  private static final String MAPPING = "0ba9ba9b-0000-4000-8000-000000000001";
  private static final String STALE =
      "{\"detail\":\"The provider has changed: its ETag is not the one of If-Match.\"}";

  private static ApiClient admin;
  private static Pool pool;

  private int pk;
  private String item;

  @BeforeAll
  static void connect() {
    admin = SERVER.client("akadmin");
    pool = SERVER.database().pool(SERVER.vertx());
  }

  @BeforeEach
  void createAProvider() {
    JsonObject fields = fields().put("settings", new JsonObject().put("password", "secret"));
    pk = admin.send("POST", COLLECTION, fields).bodyAsJsonObject().getInteger("pk");
    item = COLLECTION + pk + "/";
    pool.query("DELETE FROM event").execute().await();
  }

  private static JsonObject fields() {
    return new JsonObject().put("name", name()).put("authorization_flow", Providers.FLOW);
  }

  private static String name() {
    return "update " + UUID.randomUUID();
  }

  private static JsonObject change(String field, Object value) {
    return new JsonObject().put(field, value);
  }

  private static List<Integer> statuses(List<Future<HttpResponse<Buffer>>> requests) {
    return Future.join(requests)
        .map(done -> requests.stream().map(each -> each.result().statusCode()).toList())
        .await();
  }

  private List<Row> events() {
    var rows =
        pool.preparedQuery(
                "SELECT type, provider, changed FROM event"
                    + " WHERE provider->>'pk' = $1::text ORDER BY id")
            .execute(Tuple.of(Integer.toString(pk)))
            .await();
    return StreamSupport.stream(rows.spliterator(), false).toList();
  }

  @RepeatedTest(50)
  void appliesBothOfTwoConcurrentPatches() {
    // When
    List<Integer> statuses =
        statuses(
            List.of(
                admin.start("PATCH", item, change("connection_expiry", "hours=1")),
                admin.start("PATCH", item, change("delete_token_on_disconnect", true))));

    // Then
    assertThat(statuses).containsExactly(200, 200);
    assertThat(admin.get(item).bodyAsJsonObject())
        .contains(
            Map.entry("connection_expiry", "hours=1"),
            Map.entry("delete_token_on_disconnect", true));
  }

  @RepeatedTest(30)
  void patchDuringADeletePrecedesItOrReturns404() {
    // When
    List<Integer> statuses =
        statuses(
            List.of(
                admin.start("PATCH", item, change("connection_expiry", "hours=1")),
                admin.start("DELETE", item)));

    // Then
    assertThat(statuses).isIn(List.of(200, 204), List.of(404, 204));
    assertThat(admin.get(item).statusCode()).isEqualTo(404);
    Stream<String> expected =
        statuses.get(0) == 200
            ? Stream.of("rac.provider.updated", "rac.provider.deleted")
            : Stream.of("rac.provider.deleted");
    assertThat(events().stream().map(row -> row.getString("type")))
        .containsExactlyElementsOf(expected.toList());
  }

  @RepeatedTest(30)
  void oneOfTwoConcurrentUpdatesGetsTheName() {
    // Given
    int other = admin.send("POST", COLLECTION, fields()).bodyAsJsonObject().getInteger("pk");
    JsonObject wanted = change("name", name());

    // When
    var first = admin.start("PATCH", item, wanted);
    var second = admin.start("PATCH", COLLECTION + other + "/", wanted);

    // Then
    assertThat(statuses(List.of(first, second))).containsExactlyInAnyOrder(200, 400);
    Buffer refusal = (first.result().statusCode() == 400 ? first : second).result().body();
    assertThat(refusal.toJsonObject())
        .isEqualTo(change("name", JsonArray.of("provider with this name already exists.")));
  }

  @Test
  void returnsTheSameTagForTheSameRepresentation() {
    // When
    String tag = admin.get(item).getHeader("ETag");

    // Then
    assertThat(tag).matches("\"[0-9a-f]{32}\"");
    assertThat(admin.send("HEAD", item).getHeader("ETag")).isEqualTo(tag);
    assertThat(admin.send("PATCH", item, new JsonObject()).getHeader("ETag")).isEqualTo(tag);
    JsonObject renamed = fields();
    String newTag = admin.send("PUT", item, renamed).getHeader("ETag");
    assertThat(newTag).isNotEqualTo(tag).isEqualTo(admin.get(item).getHeader("ETag"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO application (pk, name, slug, provider)"
            + " SELECT gen_random_uuid(), 'App', 'app-' || $1, $1::integer",
        "UPDATE provider SET backchannel_application ="
            + " (SELECT pk FROM application WHERE slug = 'no-provider') WHERE pk = $1::integer",
        "INSERT INTO outpost_provider (provider, outpost)"
            + " SELECT $1::integer, pk FROM outpost WHERE name = 'rac outpost two'"
      })
  void tagChangesWithTheAssignmentOfTheProvider(String assignment) {
    // Given
    String before = admin.get(item).getHeader("ETag");

    // When
    SERVER.database().execute(assignment.replace("$1", Integer.toString(pk)));

    // Then
    assertThat(admin.get(item).getHeader("ETag")).isNotEqualTo(before);
    assertThat(admin.with("If-Match", before).send("DELETE", item).statusCode()).isEqualTo(412);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "PATCH", "DELETE"})
  void rejectsAStaleTag(String method) {
    // Given
    String stale = admin.get(item).getHeader("ETag");
    JsonObject current =
        admin.send("PATCH", item, change("connection_expiry", "hours=2")).bodyAsJsonObject();

    // When
    var response = admin.with("If-Match", stale).send(method, item, fields());

    // Then
    assertThat(response.statusCode()).isEqualTo(412);
    assertThat(response.bodyAsString()).isEqualTo(STALE);
    assertThat(admin.get(item).bodyAsJsonObject()).isEqualTo(current);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "*", "\"0\", %s", " %s ,\"0\"", "W/\"0\",%s"})
  void acceptsTheCurrentTagInAListAndAStar(String ifMatch) {
    // Given
    String tag = admin.get(item).getHeader("ETag");

    // When
    var response =
        admin.with("If-Match", ifMatch.formatted(tag)).send("PATCH", item, change("name", name()));

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
  }

  @Test
  void acceptsTheCurrentTagInASecondHeader() {
    // Given
    String tag = admin.get(item).getHeader("ETag");

    // When
    var response = admin.with("If-Match", "\"0\"").with("If-Match", tag).send("DELETE", item);

    // Then
    assertThat(response.statusCode()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"W/%s", "", "\"\"", "\"*\"", "x%s"})
  void otherTagsNeverMatch(String ifMatch) {
    // Given
    String tag = admin.get(item).getHeader("ETag");

    // When
    var response = admin.with("If-Match", ifMatch.formatted(tag)).send("DELETE", item);

    // Then
    assertThat(response.statusCode()).isEqualTo(412);
    assertThat(response.bodyAsString()).isEqualTo(STALE);
  }

  @Test
  void starDoesNotMatchAnUnknownProvider() {
    // Given
    admin.send("DELETE", item);

    // When
    var response = admin.with("If-Match", "*").send("PATCH", item, new JsonObject());

    // Then
    assertThat(response.statusCode()).isEqualTo(404);
  }

  @Test
  void writesAnEventWithTheChangedFieldsAndWithoutSettings() {
    // When
    admin.send(
        "PATCH",
        item,
        change("connection_expiry", "hours=8")
            .put("settings", change("password", "new"))
            .put("property_mappings", JsonArray.of(MAPPING)));

    // Then
    assertThat(events()).hasSize(1);
    Row event = events().get(0);
    assertThat(event.getString("type")).isEqualTo("rac.provider.updated");
    assertThat(event.getArrayOfStrings("changed")).containsExactly("property_mappings", "settings");
    assertThat(event.getJsonObject("provider"))
        .isEqualTo(admin.get(item).bodyAsJsonObject().put("settings", new JsonObject()));
  }

  @Test
  void writesNoEventIfNothingChanges() {
    // Given
    JsonObject current = admin.get(item).bodyAsJsonObject();

    // When
    admin.send("PATCH", item, new JsonObject());
    admin.send("PUT", item, current);

    // Then
    assertThat(events()).isEmpty();
  }

  @Test
  void writesAnEventWithTheDeletedProvider() {
    // Given
    JsonObject current = admin.get(item).bodyAsJsonObject();

    // When
    admin.send("DELETE", item);

    // Then
    assertThat(events()).hasSize(1);
    Row event = events().get(0);
    assertThat(event.getString("type")).isEqualTo("rac.provider.deleted");
    assertThat(event.getArrayOfStrings("changed")).isNull();
    assertThat(event.getJsonObject("provider"))
        .isEqualTo(current.put("settings", new JsonObject()));
  }

  @Test
  void hidesSettingsFromACallerWhoMayCreateButNotView() {
    // When
    var response =
        SERVER
            .client("adder")
            .send("POST", COLLECTION, fields().put("settings", change("password", "secret")));

    // Then
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.bodyAsJsonObject().getValue("settings")).isEqualTo(new JsonObject());
    JsonObject stored =
        admin
            .get(COLLECTION + response.bodyAsJsonObject().getInteger("pk") + "/")
            .bodyAsJsonObject();
    assertThat(stored.getValue("settings")).isEqualTo(change("password", "secret"));
  }
}
