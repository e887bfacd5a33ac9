package org.racprovider.support;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.racprovider.Server;
import org.racprovider.config.Timings;

/**
 * The whole server in this process, with the objects and callers of {@code recorded/}. Register it
 * in a static field:
 *
 * <pre>{@code
 * @RegisterExtension static final TestServer SERVER = TestServer.withDatabase(Map.of());
 * }</pre>
 */
public final class TestServer implements BeforeAllCallback, AfterAllCallback {

  /** The key of its tokens, unless {@code RAC_JWT_SECRET} is set otherwise. */
  public static final String SECRET = "a secret for tests, of more than 32 bytes";

  private static final JsonObject UNKNOWN_FLOW =
      Providers.named("unknown flow")
          .put("authorization_flow", "00000000-0000-4000-8000-000000000000");

  private static final int TRIES = 10;

  private final Optional<Postgres> ownDatabase;
  private final Supplier<String> databaseUri;
  private final Map<String, String> settings = new HashMap<>();
  private Timings timings = Timings.DEFAULT;
  private Vertx vertx;
  private Tokens tokens;
  private Server server;

  /**
   * A server on this database, which must be registered before it.
   *
   * @param settings more {@code RAC_*} variables
   */
  public TestServer(Postgres postgres, Map<String, String> settings) {
    this(Optional.empty(), postgres::uri, settings);
  }

  /**
   * A server on any database.
   *
   * @param databaseUri is called when the server starts
   * @param settings more {@code RAC_*} variables
   */
  public TestServer(Supplier<String> databaseUri, Map<String, String> settings) {
    this(Optional.empty(), databaseUri, settings);
  }

  private TestServer(
      Optional<Postgres> ownDatabase, Supplier<String> databaseUri, Map<String, String> settings) {
    this.ownDatabase = ownDatabase;
    this.databaseUri = databaseUri;
    this.settings.putAll(settings);
  }

  /**
   * A server on a new database, which is dropped when the server has stopped.
   *
   * @param settings more {@code RAC_*} variables
   */
  public static TestServer withDatabase(Map<String, String> settings) {
    Postgres database = Postgres.empty();
    return new TestServer(Optional.of(database), database::uri, settings);
  }

  /** The variables that a test's server starts with, unless the test sets others. */
  public static Map<String, String> defaultSettings(String databaseUri) {
    return Map.of(
        "RAC_HTTP_HOST", "127.0.0.1",
        "RAC_HTTP_PORT", "0",
        "RAC_MANAGEMENT_PORT", "0",
        "RAC_JWT_SECRET", SECRET,
        // It is long, so that a busy machine fails no test.
        "RAC_DATABASE_STATEMENT_TIMEOUT", "20",
        "RAC_REFERENCE_DATA", "src/test/resources/recorded/fixtures.json",
        "RAC_DATABASE_URL", databaseUri);
  }

  /** Replaces the timings of the server. */
  public TestServer with(Timings others) {
    timings = others;
    return this;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    ownDatabase.ifPresent(database -> database.beforeAll(context));
    start();
  }

  /** Starts it outside the life cycle of a test class. */
  public void start() {
    defaultSettings(databaseUri.get()).forEach(settings::putIfAbsent);
    vertx = Vertx.vertx();
    tokens = new Tokens(vertx, settings.get("RAC_JWT_SECRET"));
    server = Server.start(settings, timings).await();
    if (!settings.get("RAC_JWT_SECRET").isEmpty()) {
      connectToTheDatabase();
    }
  }

  /**
   * Opens the first connections for reads and creates, because this may exceed the timeout of a
   * request. Failures are ignored, because some tests have no database.
   */
  private void connectToTheDatabase() {
    ApiClient admin = client("akadmin");
    boolean connected = false;
    for (int i = 0; i < TRIES && !connected; i++) {
      connected =
          isServed(admin.start("GET", Providers.PATH))
              && isServed(admin.start("POST", Providers.PATH, UNKNOWN_FLOW));
    }
  }

  private static boolean isServed(Future<HttpResponse<Buffer>> response) {
    return response.map(each -> each.statusCode() != 503).otherwise(true).await();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    stop();
    ownDatabase.ifPresent(database -> database.afterAll(context));
  }

  /** Stops it, unless it has not started. */
  public void stop() {
    if (server != null) {
      server.stop().eventually(vertx::close).await();
    }
  }

  /** The database of a server that {@link #withDatabase} created. */
  public Postgres database() {
    return ownDatabase.orElseThrow();
  }

  public int port() {
    return server.port();
  }

  public int managementPort() {
    return server.managementPort();
  }

  /** The variables that it was started with, one of them replaced or added. */
  public Map<String, String> settings(String variable, String value) {
    Map<String, String> changed = new HashMap<>(settings);
    changed.put(variable, value);
    return changed;
  }

  /** A Vert.x instance for clients of the server, which is closed with it. */
  public Vertx vertx() {
    return vertx;
  }

  /** The token of a caller of {@code recorded/callers.json}. */
  public String token(String username) {
    return tokens.of(username);
  }

  /** The value of an {@code Authorization} header of such a caller. */
  public String bearer(String username) {
    return "Bearer " + token(username);
  }

  /** The value of an {@code Authorization} header whose token expires after this time. */
  public String bearer(String username, Duration lifetime) {
    return "Bearer " + tokens.sign(tokens.claims(username, lifetime));
  }

  /** A client without credentials. */
  public ApiClient client() {
    WebClientOptions options =
        new WebClientOptions().setDefaultHost("127.0.0.1").setDefaultPort(port());
    return new ApiClient(WebClient.create(vertx, options), MultiMap.caseInsensitiveMultiMap());
  }

  /** A client with the token of a caller of {@code recorded/callers.json}. */
  public ApiClient client(String username) {
    return client().with("Authorization", bearer(username));
  }

  /** A client with a token of these permissions. */
  public ApiClient clientWho(String... permissions) {
    JsonObject claims =
        tokens
            .claims("nobody", Duration.ofHours(1))
            .put("permissions", new JsonArray(List.of(permissions)));
    return client().with("Authorization", "Bearer " + tokens.sign(claims));
  }

  /** A recorded header value, in which each {@code tok-<username>} is replaced by a token. */
  public String withToken(String recorded) {
    return tokens.replacePlaceholders(recorded);
  }
}
