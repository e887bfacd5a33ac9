package org.racprovider.provider.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.support.ApiClient;
import org.racprovider.support.TestServer;

/** Providers of every type, and the other paths that clients read. */
class AllProvidersIT {

  @RegisterExtension static final TestServer SERVER = TestServer.withDatabase(Map.of());

  private static final String ALL = "/api/v3/providers/all/";
  private static final String VIEW = "authentik_core.view_provider";
  private static final String DELETE = "authentik_core.delete_provider";

  private final ApiClient admin = SERVER.client("akadmin");

  private static List<Integer> pks(HttpResponse<Buffer> list) {
    return rows(list.bodyAsJsonObject().getJsonArray("results"))
        .map(provider -> provider.getInteger("pk"))
        .toList();
  }

  private static Stream<JsonObject> rows(JsonArray array) {
    return array.stream().map(JsonObject.class::cast);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application__isnull=true  | 3 4 5 7 10 11 12 13 14",
        "application__isnull=false | 1 2 6 8 9",
        "backchannel=true          | 8 9",
        "backchannel=1             | 8 9",
        "backchannel=false         | 1 2 3 4 5 6 7 10 11 12 13 14",
        "backchannel=              | 1 2 3 4 5 6 7 8 9 10 11 12 13 14",
        "backchannel=true&application__isnull=true |",
        "search=foxtrot+app        | 6",
        "search=fox,o,x,t,rot+app,ap | 6",
        "search=fox,o,x,t,rot+app,no | ",
        "search=INDIA              | 9",
        "search=%C3%84PP           | 2",
        "search=100%25_            | 12",
        "search=both&backchannel=true | 9",
        "name__iexact=none         | 1 2 3 4 5 6 7 8 9 10 11 12 13 14",
        "ordering=-pk&page_size=3  | 14 13 12",
        "ordering=pk&page_size=4&page=last | 13 14",
        "ordering=-pk&page_size=5&page=3   | 4 3 2 1"
      })
  void filtersSearchesAndOrders(String query, String expected) {
    // When
    String ordered = query.contains("ordering") ? query : query + "&ordering=pk";
    HttpResponse<Buffer> list = admin.get(ALL + "?" + ordered);

    // Then
    Stream<String> numbers = expected == null ? Stream.of() : Stream.of(expected.split(" "));
    assertThat(pks(list)).isEqualTo(numbers.map(Integer::valueOf).toList());
  }

  @Test
  void ignoresTheBackchannelFilterForRacProviders() {
    assertThat(pks(admin.get("/api/v3/providers/rac/?backchannel=true&ordering=pk")))
        .containsExactly(1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 14);
  }

  @Test
  void readsAProviderOfAnotherType() {
    // When
    JsonObject provider = admin.get(ALL + "6/").bodyAsJsonObject();

    // Then
    assertThat(provider.fieldNames())
        .containsExactly(
            "pk",
            "name",
            "authentication_flow",
            "authorization_flow",
            "invalidation_flow",
            "property_mappings",
            "component",
            "assigned_application_slug",
            "assigned_application_name",
            "assigned_backchannel_application_slug",
            "assigned_backchannel_application_name",
            "verbose_name",
            "verbose_name_plural",
            "meta_model_name");
    assertThat(provider)
        .contains(
            Map.entry("component", "ak-provider-oauth2-form"),
            Map.entry("assigned_application_slug", "foxtrot-app"),
            Map.entry("verbose_name_plural", "OAuth2/OpenID Providers"),
            Map.entry("meta_model_name", "authentik_providers_oauth2.oauth2provider"));
    assertThat(admin.get("/api/v3/providers/rac/6/").statusCode()).isEqualTo(404);
  }

  @Test
  void deletesAProviderOfAnyType() {
    // Given
    SERVER
        .database()
        .execute(
            "INSERT INTO provider (pk, type, name) VALUES (500, 'saml', 'x'), (501, 'rac', 'y')");

    // When
    int saml = admin.send("DELETE", ALL + "500/").statusCode();
    int rac = admin.send("DELETE", ALL + "501/").statusCode();

    // Then
    assertThat(List.of(saml, rac)).containsOnly(204);
    HttpResponse<Buffer> gone = admin.send("DELETE", ALL + "500/");
    assertThat(gone.statusCode()).isEqualTo(404);
    assertThat(gone.bodyAsString())
        .isEqualTo("{\"detail\":\"No Provider matches the given query.\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v3/providers/all/502/", "/api/v3/providers/rac/502/"})
  void deletesAProviderOnlyIfItsTagMatches(String path) {
    // Given
    SERVER
        .database()
        .execute("INSERT INTO provider (pk, type, name) VALUES (502, 'rac', 'tagged')");
    String stale = admin.get("/api/v3/providers/rac/502/").getHeader("ETag");
    SERVER.database().execute("UPDATE provider SET name = 'tagged anew' WHERE pk = 502");

    // When
    int refused = admin.with("If-Match", stale).send("DELETE", path).statusCode();
    HttpResponse<Buffer> kept = admin.get("/api/v3/providers/rac/502/");
    int deleted = admin.with("If-Match", kept.getHeader("ETag")).send("DELETE", path).statusCode();

    // Then
    assertThat(refused).isEqualTo(412);
    assertThat(kept.statusCode()).isEqualTo(200);
    assertThat(deleted).isEqualTo(204);
  }

  @Test
  void hasNoTagForAProviderOfAnotherType() {
    // Given
    SERVER.database().execute("INSERT INTO provider (pk, type, name) VALUES (503, 'saml', 'z')");

    // When
    int refused = admin.with("If-Match", "\"any\"").send("DELETE", ALL + "503/").statusCode();
    int deleted = admin.with("If-Match", "*").send("DELETE", ALL + "503/").statusCode();

    // Then
    assertThat(refused).isEqualTo(412);
    assertThat(deleted).isEqualTo(204);
  }

  @Test
  void listsTheObjectsThatReferToAProvider() {
    // When
    Stream<JsonObject> users = rows(admin.get(ALL + "6/used_by/").bodyAsJsonArray());

    // Then
    assertThat(users.map(user -> user.getString("name"))).containsExactly("Outpost proxy outpost");
    assertThat(admin.get(ALL + "999/used_by/").statusCode()).isEqualTo(404);
  }

  @Test
  void listsTheTypesForEveryValidToken() {
    // When
    JsonArray types = SERVER.clientWho().get(ALL + "types/").bodyAsJsonArray();

    // Then
    assertThat(types)
        .containsExactly(
            new JsonObject()
                .put("name", "RAC Provider")
                .put("description", "Remotely access computers/servers via RDP/SSH/VNC.")
                .put("component", "ak-provider-rac-form")
                .put("model_name", "racprovider")
                .put("icon_url", "/static/authentik/sources/rac.svg")
                .put("requires_enterprise", false)
                .put("deprecated", false));
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    '',        200, 403, 403",
    "GET,    1/,        200, 403, 403",
    "GET,    999/,      404, 403, 403",
    "GET,    1/used_by/,200, 200, 200",
    "GET,    types/,    200, 200, 200",
    "DELETE, 1/,        403, 403, 403",
    "DELETE, 999/,      404, 403, 403",
    "POST,   '',        405, 405, 405",
    "PUT,    1/,        405, 405, 405",
    "PATCH,  1/,        405, 405, 405"
  })
  void requiresThePermissionsOfTheBaseModel(
      String method, String path, int viewer, int deleter, int racViewer) {
    assertThat(SERVER.clientWho(VIEW).send(method, ALL + path).statusCode()).isEqualTo(viewer);
    assertThat(SERVER.clientWho(DELETE).send(method, ALL + path).statusCode()).isEqualTo(deleter);
    assertThat(SERVER.client("full").send(method, ALL + path).statusCode()).isEqualTo(racViewer);
    assertThat(SERVER.client().send(method, ALL + path).statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v3/providers/rac/,           'GET, POST, HEAD, OPTIONS'",
    "/api/v3/providers/rac/1/,         'GET, PUT, PATCH, DELETE, HEAD, OPTIONS'",
    "/api/v3/providers/rac/1/used_by/, 'GET, HEAD, OPTIONS'",
    "/api/v3/providers/all/,           'GET, HEAD, OPTIONS'",
    "/api/v3/providers/all/1/,         'GET, DELETE, HEAD, OPTIONS'",
    "/api/v3/providers/all/types/,     'GET, HEAD, OPTIONS'",
    "/api/v3/root/config/,             'GET, HEAD, OPTIONS'"
  })
  void supportsHeadAndOptionsOnEveryPath(String path, String allow) {
    // When
    HttpResponse<Buffer> get = admin.get(path);
    HttpResponse<Buffer> head = admin.send("HEAD", path);
    HttpResponse<Buffer> options = admin.send("OPTIONS", path);
    HttpResponse<Buffer> trace = admin.send("TRACE", path);

    // Then
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isNull();
    assertThat(head.getHeader("Content-Length")).isEqualTo(get.getHeader("Content-Length"));
    assertThat(options.statusCode()).isEqualTo(200);
    assertThat(options.bodyAsJsonObject().fieldNames())
        .startsWith("name", "description", "renders", "parses");
    assertThat(trace.statusCode()).isEqualTo(405);
    assertThat(List.of(get, head, options, trace))
        .allSatisfy(response -> assertThat(response.getHeader("Allow")).isEqualTo(allow));
  }

  @Test
  void returnsTheConfigurationThatTerraformReads() {
    // When
    HttpResponse<Buffer> config = SERVER.clientWho().get("/api/v3/root/config/");

    // Then
    assertThat(config.bodyAsJsonObject().fieldNames())
        .containsExactlyInAnyOrder(
            "error_reporting",
            "capabilities",
            "cache_timeout",
            "cache_timeout_flows",
            "cache_timeout_policies");
    assertThat(SERVER.client().get("/api/v3/root/config/").statusCode()).isEqualTo(403);
  }
}
