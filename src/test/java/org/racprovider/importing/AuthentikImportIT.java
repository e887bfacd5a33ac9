package org.racprovider.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.importing.AuthentikImport.Copied;
import org.racprovider.reference.Section;
import org.racprovider.start.ExitCode;
import org.racprovider.start.StartFailure;
import org.racprovider.support.AuthentikStub;
import org.racprovider.support.TestServer;

class AuthentikImportIT {

  private static final String PROVIDERS = "/providers/rac/";
  private static final String ENDPOINTS = "/rac/endpoints/";
  private static final String FLOW = "6f3c7a10-58f1-4a5e-9c1b-2f0d6a7b8c02";
  private static final int ALL_ROWS = 3 + 3 + 5 + 4 + 2 + 3;

  @RegisterExtension
  static final TestServer SERVER = TestServer.withDatabase(Map.of("RAC_REFERENCE_DATA", ""));

  private static Pool pool;

  private final List<String> waits = new ArrayList<>();
  private final ImportListener listener =
      new ImportListener() {
        @Override
        public void read(Section section, long rows, long all) {}

        @Override
        public void waiting(String reason) {
          waits.add(reason);
        }
      };

  private AuthentikStub authentik;

  @BeforeAll
  static void connect() {
    pool = SERVER.database().pool(SERVER.vertx());
  }

  @BeforeEach
  void startAuthentik() throws IOException {
    authentik = new AuthentikStub();
    SERVER
        .database()
        .execute("TRUNCATE flow, property_mapping, provider, application, outpost, event CASCADE");
    SERVER.database().execute("ALTER SEQUENCE provider_pk_seq RESTART");
  }

  @AfterEach
  void stopAuthentik() {
    authentik.close();
  }

  @Test
  void representsProvidersAsAuthentikDoes() {
    // When
    importing().store(pool);

    // Then
    JsonObject list =
        SERVER.client("akadmin").get("/api/v3/providers/rac/?ordering=pk").bodyAsJsonObject();
    assertThat(list.getJsonArray("results")).isEqualTo(authentik.list(PROVIDERS));
  }

  @Test
  void keepsPksAndReferences() {
    // When
    List<Copied> copied = importing().store(pool);

    // Then
    assertThat(copied)
        .containsExactly(
            new Copied(Section.FLOWS, 3, 3),
            new Copied(Section.PROPERTY_MAPPINGS, 3, 3),
            new Copied(Section.PROVIDERS, 5, 5),
            new Copied(Section.APPLICATIONS, 4, 4),
            new Copied(Section.OUTPOSTS, 2, 2),
            new Copied(Section.ENDPOINTS, 3, 3));
    assertThat(strings("SELECT pk || ' ' || slug FROM flow ORDER BY 1"))
        .element(1)
        .isEqualTo(FLOW + " default-provider-authorization-implicit-consent");
    assertThat(strings("SELECT slug || ' ' || coalesce(provider, 0) FROM application ORDER BY 1"))
        .containsExactly("lab 7", "operations 2", "portal 0", "wiki 0");
    assertThat(strings("SELECT name || ' ' || provider || ' ' || host FROM endpoint ORDER BY 1"))
        .containsExactly(
            "bench 7 [2001:db8::7]:5900",
            "build one 2 build-1.example:3389",
            "build two 2 build-2.example");
    assertThat(count("SELECT count(*) FROM event")).isZero();
  }

  @Test
  void newProvidersGetNoPkOfAuthentik() {
    // When
    importing().store(pool);

    // Then: 40 is the pk of a SCIM provider
    assertThat(create("new here").getInteger("pk")).isEqualTo(41);
  }

  @Test
  void secondImportChangesNothing() {
    // Given
    importing().store(pool);
    SERVER.database().execute("UPDATE provider SET settings = '{\"edited\": true}' WHERE pk = 7");

    // When
    List<Copied> copied = importing().store(pool);

    // Then
    assertThat(absent(copied)).isZero();
    assertThat(strings("SELECT settings::text FROM provider WHERE pk = 7"))
        .containsExactly("{\"edited\": true}");
  }

  @Test
  void secondImportCompletesFailedOne() {
    // Given
    authentik.fault(PROVIDERS, 2, respond(500));
    assertThatThrownBy(() -> importing().store(pool))
        .isInstanceOf(StartFailure.class)
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.IMPORT_FAILED)
        .hasMessageContaining("/providers/rac/?page=2")
        .hasMessageContaining("responds with 500");
    assertThat(strings("SELECT pk::text FROM provider ORDER BY pk")).containsExactly("2", "7");
    authentik.heal(PROVIDERS, 2);

    // When
    List<Copied> copied = importing().store(pool);

    // Then
    assertThat(absent(copied)).isEqualTo(ALL_ROWS - 3 - 3 - 2);
    assertThat(count("SELECT count(*) FROM provider")).isEqualTo(5);
  }

  @Test
  void repeatsRequestsWhileAuthentikIsBusy() {
    // Given
    AtomicInteger requests = new AtomicInteger();
    authentik.fault(
        PROVIDERS,
        2,
        request -> {
          switch (requests.incrementAndGet()) {
            case 1 -> respond(503).accept(request);
            case 2 -> request.response().putHeader("Retry-After", "1").setStatusCode(429).end();
            default -> {
              authentik.heal(PROVIDERS, 2);
              respond(502).accept(request);
            }
          }
        });

    // When
    long start = System.nanoTime();
    List<Copied> copied = importing().store(pool);

    // Then
    assertThat(absent(copied)).isEqualTo(ALL_ROWS);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(1));
    assertThat(waits).hasSize(3);
    assertThat(waits.get(1)).contains("429; again in 1 s");
  }

  @Test
  void failsWhenAuthentikDoesNotRespond() {
    // Given
    authentik.fault("/flows/instances/", 1, request -> {});
    AuthentikClient client =
        new AuthentikClient(authentik.url(), AuthentikStub.TOKEN, Duration.ofMillis(200));

    // Then
    assertThatThrownBy(() -> importing(client).store(pool))
        .isInstanceOf(StartFailure.class)
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.IMPORT_FAILED)
        .hasMessageEndingWith("does not respond in time");
  }

  @Test
  void failsWhenConnectionsAreClosed() {
    // Given
    authentik.fault(PROVIDERS, 1, request -> request.connection().close());

    // Then
    assertThatThrownBy(() -> importing().store(pool))
        .isInstanceOf(StartFailure.class)
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.IMPORT_FAILED)
        .hasMessageContaining("/providers/rac/?page=1")
        .hasMessageContaining("cannot be read");
    assertThat(waits).hasSize(5);
  }

  @Test
  void explainsInvalidToken() {
    // Given
    AuthentikClient client =
        new AuthentikClient(authentik.url(), "secret-token", Duration.ofSeconds(10));

    // Then
    assertThatThrownBy(() -> importing(client).store(pool))
        .isInstanceOf(StartFailure.class)
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.IMPORT_FAILED)
        .hasMessageContaining("403: Token invalid/expired (the token must be")
        .hasMessageNotContaining("secret-token");
    assertThat(waits).isEmpty();
  }

  @Test
  void rejectsTokenOfOrdinaryUser() {
    // Given
    authentik.superuser(false);

    // Then
    assertThatThrownBy(() -> importing().store(pool))
        .isInstanceOf(StartFailure.class)
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.IMPORT_FAILED)
        .hasMessageContaining("no superuser");
  }

  @Test
  void explainsInvalidUrl() {
    // Given
    authentik.fault("/core/users/me/", 1, request -> request.response().end("<html>"));

    // Then
    assertThatThrownBy(() -> importing().store(pool))
        .isInstanceOf(StartFailure.class)
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.IMPORT_FAILED)
        .hasMessageContaining("/api/v3");
  }

  @Test
  void dryRunStoresNothing() {
    // When
    List<Copied> expected = importing().dryRun(pool);

    // Then
    assertThat(count("SELECT count(*) FROM flow")).isZero();
    assertThat(count("SELECT last_value FROM provider_pk_seq")).isEqualTo(1);
    assertThat(importing().store(pool)).isEqualTo(expected);
    assertThat(absent(importing().dryRun(pool))).isZero();
  }

  @Test
  void dryRunReportsConflicts() {
    // Given
    SERVER
        .database()
        .execute(
            """
        INSERT INTO outpost (pk, name, type)
        VALUES ('0a9b0a9b-0000-4000-8000-000000000099', 'remote access', 'rac')
        """);

    // Then
    assertThat(problems(() -> importing().dryRun(pool)))
        .containsExactly(
            "outposts 0a9b0a9b-0000-4000-8000-000000000012.name: \"remote access\" is taken by"
                + " the row with the pk 0a9b0a9b-0000-4000-8000-000000000099");
  }

  @Test
  void failsWhenPkBelongsToAnotherProvider() {
    // Given
    SERVER.database().execute("INSERT INTO provider (pk, type, name) VALUES (7, 'rac', 'mine')");

    // Then
    List<String> expected = List.of("providers 7.pk: 7 is \"mine\" here");
    assertThat(problems(() -> importing().dryRun(pool))).isEqualTo(expected);
    assertThat(problems(() -> importing().store(pool))).isEqualTo(expected);
    assertThat(strings("SELECT name FROM provider")).containsExactly("mine");
  }

  @Test
  void importsRowOnceThatMovesToNextPage() {
    // Given
    JsonArray endpoints = authentik.list(ENDPOINTS);
    authentik.before(ENDPOINTS, 2, () -> endpoints.add(0, another(endpoints)));

    // Then
    assertThat(absent(importing().dryRun(pool))).isEqualTo(ALL_ROWS + 1);
    assertThat(waits).hasSize(1);
    authentik.before(ENDPOINTS, 2, () -> endpoints.add(0, another(endpoints)));
    assertThat(absent(importing().store(pool))).isEqualTo(ALL_ROWS + 2);
  }

  @Test
  void findsRowThatMovesToPreviousPage() {
    // Given
    authentik.before(ENDPOINTS, 2, () -> authentik.list(ENDPOINTS).remove(0));

    // When
    List<Copied> copied = importing().store(pool);

    // Then
    assertThat(copied).contains(new Copied(Section.ENDPOINTS, 3, 3));
    assertThat(waits)
        .containsExactly("authentik's endpoints changed while they were read: once more");
  }

  @Test
  void failsWhenListChangesAtEveryAttempt() {
    // Given
    authentik.fault(
        ENDPOINTS,
        2,
        request ->
            request.response().end("{\"pagination\":{\"count\":4,\"next\":0},\"results\":[]}"));

    // Then
    assertThatThrownBy(() -> importing().store(pool))
        .isInstanceOf(StartFailure.class)
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.IMPORT_FAILED)
        .hasMessage(
            "authentik's endpoints changed while they were read, 3 times in a row: rows may be missing");
  }

  @Test
  void importsHugeValues() {
    // Given
    String string = "ä🖥\n".repeat(300_000);
    JsonObject settings = new JsonObject().put("text", string).put("number", Long.MAX_VALUE);
    JsonObject huge =
        authentik
            .list(PROVIDERS)
            .getJsonObject(0)
            .copy()
            .put("pk", Integer.MAX_VALUE - 1)
            .put("name", "n".repeat(5000))
            .put("settings", settings);
    authentik.list(PROVIDERS).add(huge);

    // When
    List<Copied> copied = importing().store(pool);

    // Then
    assertThat(absent(copied)).isEqualTo(ALL_ROWS + 1);
    assertThat(strings("SELECT settings->>'text' FROM provider WHERE length(name) = 5000"))
        .containsExactly(string);
    assertThat(create("the last").getInteger("pk")).isEqualTo(Integer.MAX_VALUE);
  }

  private AuthentikImport importing() {
    return importing(
        new AuthentikClient(authentik.url(), AuthentikStub.TOKEN, Duration.ofSeconds(10)));
  }

  private AuthentikImport importing(AuthentikClient source) {
    return new AuthentikImport(source, listener, Duration.ofMillis(1));
  }

  private static Consumer<HttpServerRequest> respond(int status) {
    return request -> request.response().setStatusCode(status).end();
  }

  private static JsonObject another(JsonArray rows) {
    return rows.getJsonObject(0).copy().put("pk", UUID.randomUUID().toString());
  }

  private static long absent(List<Copied> copied) {
    return copied.stream().mapToLong(Copied::absent).sum();
  }

  private static List<String> problems(Runnable work) {
    return catchThrowableOfType(StartFailure.class, work::run).problems();
  }

  private static JsonObject create(String name) {
    JsonObject body = new JsonObject().put("name", name).put("authorization_flow", FLOW);
    return SERVER.client("akadmin").send("POST", "/api/v3/providers/rac/", body).bodyAsJsonObject();
  }

  private static long count(String sql) {
    return pool.query(sql).execute().await().iterator().next().getLong(0);
  }

  private static List<String> strings(String sql) {
    List<String> strings = new ArrayList<>();
    pool.query(sql).execute().await().forEach(row -> strings.add(row.getString(0)));
    return strings;
  }
}
