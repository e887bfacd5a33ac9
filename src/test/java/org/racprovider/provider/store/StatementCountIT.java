package org.racprovider.provider.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.support.ApiClient;
import org.racprovider.support.PostgresServer;
import org.racprovider.support.Providers;
import org.racprovider.support.TestServer;
import org.racprovider.support.TestTimings;

/**
 * The number of SQL statements does not depend on the number of rows. PostgreSQL logs every
 * statement that it executes.
 */
class StatementCountIT {

  @AutoClose static final PostgresServer POSTGRES = loggingServer();

  @Order(1)
  @RegisterExtension
  static final TestServer SERVER =
      new TestServer(POSTGRES::uri, Map.of())
          .with(TestTimings.with(Map.of("maintenance", Duration.ofHours(1))));

  /**
   * Statements of background work: the event relay and the status of the node. The maintenance runs
   * only at the start.
   */
  private static final String BACKGROUND =
      "SELECT (?:set_config\\('synchronous_commit'|published|pg_try|feed"
          + "|current_setting|coalesce\\(sum)|WITH (?:waiting|oldest)";

  private static final Pattern EXECUTED =
      Pattern.compile(" LOG: {2}(?:execute [^:]*|statement): (?!" + BACKGROUND + ")(\\w+)");
  private static final String COLLECTION = "/api/v3/providers/rac/";
  private static final JsonArray MAPPINGS =
      JsonArray.of(
          "0ba9ba9b-0000-4000-8000-000000000001",
          "0ba9ba9b-0000-4000-8000-000000000002",
          "0ba9ba9b-0000-4000-8000-000000000003");

  private static ApiClient admin;

  private static PostgresServer loggingServer() {
    PostgresServer server = PostgresServer.create();
    server.execute("ALTER DATABASE postgres SET log_statement = 'all'");
    return server;
  }

  @BeforeAll
  static void createProvidersWithLinks() {
    await().until(() -> POSTGRES.log().contains("gin_clean_pending_list"));
    admin = SERVER.client("akadmin");
    for (int i = 0; i < 30; i++) {
      admin.send("POST", COLLECTION, fields("many " + i).put("property_mappings", MAPPINGS));
    }
    POSTGRES.execute(
        "INSERT INTO application (pk, name, slug, provider)"
            + " SELECT gen_random_uuid(), name, 'app-' || pk, pk FROM provider WHERE pk >= 1000");
    POSTGRES.execute(
        "INSERT INTO outpost_provider (provider, outpost)"
            + " SELECT provider.pk, outpost.pk FROM provider, outpost WHERE provider.pk >= 1000");
  }

  private static JsonObject fields(String name) {
    return Providers.named(name);
  }

  /** The first keyword of each statement that the request causes. */
  private static List<String> statements(Runnable request) throws IOException {
    int before = POSTGRES.log().length();
    request.run();
    return EXECUTED
        .matcher(POSTGRES.log().substring(before))
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rac/",
        "rac/?page_size=100",
        "rac/?page_size=1",
        "rac/?page=last&page_size=5",
        "rac/?search=many&ordering=-name,pk",
        "all/?page_size=100",
        "all/?application__isnull=false&search=many"
      })
  void readsAnyPageInTwoStatements(String list) throws IOException {
    assertThat(statements(() -> admin.get("/api/v3/providers/" + list)))
        .containsExactly("SELECT", "WITH");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rac/5/", "rac/1000/", "rac/1000/used_by/", "all/1000/", "rac/99999/"})
  void readsAProviderInOneStatement(String item) throws IOException {
    assertThat(statements(() -> admin.get("/api/v3/providers/" + item))).containsExactly("SELECT");
  }

  @Test
  void createsInOneStatement() throws IOException {
    // Given
    JsonObject fields = fields("one statement").put("property_mappings", MAPPINGS);

    // When
    List<String> statements = statements(() -> admin.send("POST", COLLECTION, fields));

    // Then
    assertThat(statements).containsExactly("WITH");
  }

  @Test
  void changesInOneTransaction() throws IOException {
    // Given
    JsonObject fields = fields("one transaction").put("property_mappings", MAPPINGS);

    // When
    List<String> statements = statements(() -> admin.send("PUT", COLLECTION + "1001/", fields));

    // Then
    assertThat(statements)
        .hasSizeLessThanOrEqualTo(10)
        .startsWith("BEGIN")
        .endsWith("COMMIT")
        .containsOnlyOnce("BEGIN", "COMMIT");
  }

  @Test
  void deletesInOneTransaction() throws IOException {
    assertThat(statements(() -> admin.send("DELETE", COLLECTION + "1002/")))
        .containsExactly("BEGIN", "SELECT", "SELECT", "DELETE", "INSERT", "COMMIT");
  }
}
