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
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.racprovider.Server;
import org.racprovider.config.Timings;

/** The whole server on a test's database, with the objects and callers of {@code recorded/}. */
public final class TestServer implements BeforeAllCallback, AfterAllCallback {

  private static final String SECRET = "a secret for tests, of more than 32 bytes";
  private static final Pattern PLACEHOLDER = Pattern.compile("tok-([a-z]+)");

  private static final String PROVIDERS = "/api/v3/providers/rac/";
  private static final JsonObject OF_NO_FLOW =
      new JsonObject()
          .put("name", "no flow")
          .put("authorization_flow", "00000000-0000-4000-8000-000000000000");

  private static final int TRIES = 10;

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
    this(postgres::uri, settings);
  }

  /**
   * A server on any database.
   *
   * @param databaseUri is asked when the server starts
   * @param settings more {@code RAC_*} variables
   */
  public TestServer(Supplier<String> databaseUri, Map<String, String> settings) {
    this.databaseUri = databaseUri;
    this.settings.put("RAC_HTTP_HOST", "127.0.0.1");
    this.settings.put("RAC_HTTP_PORT", "0");
    this.settings.put("RAC_MANAGEMENT_PORT", "0");
    this.settings.put("RAC_JWT_SECRET", SECRET);
    // A busy machine is no failure.
    this.settings.put("RAC_DATABASE_STATEMENT_TIMEOUT", "20");
    this.settings.put("RAC_REFERENCE_DATA", "src/test/resources/recorded/fixtures.json");
    this.settings.putAll(settings);
  }

  /** Makes the server wait as these timings say. */
  public TestServer with(Timings others) {
    timings = others;
    return this;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    vertx = Vertx.vertx();
    tokens = new Tokens(vertx, settings.get("RAC_JWT_SECRET"));
    settings.put("RAC_DATABASE_URL", databaseUri.get());
    server = Server.start(settings, timings).await();
    if (!settings.get("RAC_JWT_SECRET").isEmpty()) {
      connectToTheDatabase();
    }
  }

  /**
   * The first connections, for reads and for creates, may take longer than a request waits for one.
   * A test may want a server that answers neither.
   */
  private void connectToTheDatabase() {
    ApiClient admin = client("akadmin");
    boolean connected = false;
    for (int i = 0; i < TRIES && !connected; i++) {
      connected =
          isServed(admin.start("GET", PROVIDERS))
              && isServed(admin.start("POST", PROVIDERS, OF_NO_FLOW));
    }
  }

  private static boolean isServed(Future<HttpResponse<Buffer>> answer) {
    return answer.map(each -> each.statusCode() != 503).otherwise(true).await();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    server.stop().eventually(vertx::close).await();
  }

  public int port() {
    return server.port();
  }

  public int managementPort() {
    return server.managementPort();
  }

  /** What it was started with, and one more or another setting. */
  public Map<String, String> settings(String variable, String value) {
    Map<String, String> changed = new HashMap<>(settings);
    changed.put(variable, value);
    return changed;
  }

  /** For clients of the server; closed with it. */
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

  /** The same, of a token whose {@code exp} lies this far ahead. */
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

  /** A recorded header value, with a token wherever {@code tok-<username>} stands for one. */
  public String withToken(String recorded) {
    return PLACEHOLDER.matcher(recorded).replaceAll(this::token);
  }

  private String token(MatchResult placeholder) {
    return switch (placeholder.group(1)) {
      case "inactive" -> tokens.wrongKey("akadmin");
      case "expired" -> tokens.expired("akadmin");
      case "future" -> tokens.of("akadmin");
      case "akadmin", "full", "viewer", "adder", "editor", "changer", "deleter", "nobody" ->
          tokens.of(placeholder.group(1));
      default -> placeholder.group();
    };
  }
}
