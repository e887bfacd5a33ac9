package org.racprovider.attack;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.racprovider.support.KeyEndpointStub;
import org.racprovider.support.Keys;
import org.racprovider.support.PostgresServer;
import org.racprovider.support.Providers;
import org.racprovider.support.ServerProcess;

/** What the attacked server depends on: its database and the URL of its key set. */
final class Surroundings implements AutoCloseable {

  private static final String SESSIONS =
      "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
          + " AND application_name <> 'PostgreSQL JDBC Driver'";

  private static final String FILL =
      """
      INSERT INTO provider (type, name, authorization_flow)
      SELECT 'rac', 'host ' || i, '%s' FROM generate_series(1, 30000) i
      """
          .formatted(Providers.FLOW);
  private static final String CLEAN_UP =
      "DELETE FROM provider WHERE length(name) > 1000 OR name LIKE '!p %' OR name LIKE 'values %'";
  private static final Pattern MEMORY = Pattern.compile("RssAnon:\\s+(\\d+) kB");

  private final PostgresServer postgres = PostgresServer.create();
  private final KeyEndpointStub keys = new KeyEndpointStub();
  private final JsonObject key = Keys.rsaJwk(Keys.rsa(2048)).put("kid", "known");
  private final Connection administrator;

  Surroundings() throws SQLException {
    administrator = postgres.connect();
    serveKeys();
  }

  /** The variables of a server with the default limits. */
  Map<String, String> settings() {
    return Map.of(
        "RAC_DATABASE_URL",
        postgres.uri(),
        "RAC_JWT_SECRET",
        ServerProcess.SECRET,
        "RAC_JWT_JWKS",
        keys.url(),
        "RAC_REFERENCE_DATA",
        "src/test/resources/recorded/fixtures.json");
  }

  /** Adds providers, once, so that lists and searches have something to do. */
  void fill() throws SQLException {
    if (query("SELECT 1 FROM provider WHERE name = 'host 1'").isEmpty()) {
      query(FILL);
    }
  }

  /** Removes what attacks have left. */
  void cleanUp() throws SQLException {
    query(CLEAN_UP);
    serveKeys();
  }

  /** The largest memory of a session of the server, in MiB. */
  long largestSession() throws SQLException, IOException {
    long largest = 0;
    for (long pid : sessions()) {
      Path status = Path.of("/proc/" + pid + "/status");
      if (Files.exists(status)) {
        largest = Math.max(largest, anonymousMemory(Files.readString(status)));
      }
    }
    return largest;
  }

  private static long anonymousMemory(String status) {
    Matcher matcher = MEMORY.matcher(status);
    return matcher.find() ? Long.parseLong(matcher.group(1)) >> 10 : 0;
  }

  private void serveKeys() {
    keys.serve(key);
  }

  /** The URL of the key set accepts requests and never responds. */
  void hangKeys() {
    keys.respond(request -> request.response().setChunked(true));
  }

  /**
   * Runs one SQL statement on a connection that is always open, because the server may hold all
   * others, and returns the first column of its rows.
   */
  List<String> query(String sql) throws SQLException {
    try (Statement statement = administrator.createStatement()) {
      List<String> rows = new ArrayList<>();
      if (statement.execute(sql)) {
        ResultSet result = statement.getResultSet();
        while (result.next()) {
          rows.add(result.getString(1));
        }
      }
      return rows;
    }
  }

  /** The process ids of the sessions of the server; those of this test are JDBC's. */
  List<Long> sessions() throws SQLException {
    return query(SESSIONS).stream().map(Long::valueOf).toList();
  }

  @Override
  public void close() throws SQLException, IOException {
    administrator.close();
    keys.close();
    postgres.close();
  }
}
