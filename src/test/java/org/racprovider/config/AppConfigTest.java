package org.racprovider.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.start.StartFailure;
import org.racprovider.support.Keys;

class AppConfigTest {

  private static final String URL = "postgresql://rac:pa%2Bss@db.example:5433/rac?sslmode=require";
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  @TempDir private Path folder;

  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void setRequiredSettings() {
    environment.put("RAC_DATABASE_URL", URL);
    environment.put("RAC_JWT_SECRET", SECRET);
  }

  @Test
  void readsDefaultsFromThePackagedFile() {
    // When
    AppConfig config = load();

    // Then
    assertThat(config.http()).isEqualTo(http("0.0.0.0", 9000, "/api/v3", 1 << 20));
    assertThat(config.management()).isEqualTo(new AppConfig.ManagementConfig("0.0.0.0", 9300));
    assertThat(config.database())
        .isEqualTo(new DatabaseConfig(URL, 8, Duration.ofSeconds(30), Duration.ofSeconds(3)));
    assertThat(config.jwt().permissionsClaim()).isEqualTo("permissions");
    assertThat(config.lists()).isEqualTo(new AppConfig.ListConfig(20, 100));
    assertThat(config.jwt().issuer()).isEmpty();
    assertThat(config.referenceData()).isEmpty();
    assertThat(config.events()).isEqualTo(new AppConfig.EventConfig(Duration.ofDays(7), false));
    assertThat(config.accessLog()).isFalse();
    assertThat(config.cluster())
        .isEqualTo(new ClusterConfig(false, "127.0.0.1", 5701, "127.0.0.1", Optional.empty()));
  }

  @Test
  void packagedDefaultsHaveTheKeysOfAllSettings() {
    assertThat(keys(ConfigSources.defaults(), ""))
        .containsExactlyElementsOf(Arrays.stream(Setting.values()).map(Setting::key).toList());
  }

  private static List<String> keys(JsonObject object, String prefix) {
    return object.stream().flatMap(entry -> keys(entry, prefix)).toList();
  }

  private static Stream<String> keys(Map.Entry<String, Object> entry, String prefix) {
    String key = prefix + entry.getKey();
    return entry.getValue() instanceof JsonObject group
        ? keys(group, key + ".").stream()
        : Stream.of(key);
  }

  @Test
  void environmentOverridesEverySetting() {
    // Given
    environment.put("RAC_HTTP_HOST", "127.0.0.1");
    environment.put("RAC_HTTP_PORT", "0");
    environment.put("RAC_HTTP_BASE_PATH", "");
    environment.put("RAC_HTTP_MAX_BODY_BYTES", "2048");
    environment.put("RAC_MANAGEMENT_PORT", "9301");
    environment.put("RAC_DATABASE_POOL_SIZE", "7");
    environment.put("RAC_DATABASE_START_TIMEOUT", "60");
    environment.put("RAC_DATABASE_STATEMENT_TIMEOUT", "5");
    environment.put("RAC_JWT_ISSUER", "https://issuer.example");
    environment.put("RAC_JWT_AUDIENCE", "rac");
    environment.put("RAC_JWT_PERMISSIONS_CLAIM", "scope");
    environment.put("RAC_JWT_PUBLIC_KEY", Keys.pem(Keys.rsa(2048).getPublic()));
    environment.put("RAC_JWT_JWKS", Keys.jwks(Keys.oct(32)).encode());
    environment.put("RAC_JWT_JWKS_INTERVAL", "60");
    environment.put("RAC_LIST_PAGE_SIZE", "50");
    environment.put("RAC_LIST_LARGEST_PAGE_SIZE", "500");
    environment.put("RAC_REFERENCE_DATA", "data/reference.json");

    // When
    AppConfig config = load();

    // Then
    assertThat(config.http()).isEqualTo(http("127.0.0.1", 0, "", 2048));
    assertThat(config.management()).isEqualTo(new AppConfig.ManagementConfig("127.0.0.1", 9301));
    assertThat(config.database())
        .isEqualTo(new DatabaseConfig(URL, 7, Duration.ofSeconds(60), Duration.ofSeconds(5)));
    assertThat(config.jwt().secret()).contains(SECRET);
    assertThat(config.jwt().publicKey()).contains(environment.get("RAC_JWT_PUBLIC_KEY"));
    assertThat(config.jwt().jwks()).contains(new JwksSource.Given(List.of(Keys.oct(32))));
    assertThat(config.jwt().jwksInterval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.jwt().issuer()).contains("https://issuer.example");
    assertThat(config.jwt().audience()).contains("rac");
    assertThat(config.jwt().permissionsClaim()).isEqualTo("scope");
    assertThat(config.lists()).isEqualTo(new AppConfig.ListConfig(50, 500));
    assertThat(config.referenceData()).contains(Path.of("data/reference.json"));
  }

  @Test
  void fileOverridesDefaultsAndEnvironmentOverridesFile() {
    // Given
    useFile("{'http': {'host': '::1', 'port': 8000}, 'jwt': {'issuer': 'me'}}");
    environment.put("RAC_HTTP_PORT", "9001");

    // When
    AppConfig config = load();

    // Then
    assertThat(config.http()).isEqualTo(http("::1", 9001, "/api/v3", 1 << 20));
    assertThat(config.jwt().issuer()).contains("me");
  }

  @Test
  void keySetMayBeJsonInsideTheFile() {
    // Given
    JsonObject jwks = Keys.jwks(Keys.oct(32));
    useFile(new JsonObject().put("jwt", new JsonObject().put("jwks", jwks)).encode());

    // Then
    assertThat(load().jwt().jwks()).contains(new JwksSource.Given(List.of(Keys.oct(32))));
  }

  @Test
  void reportsAllProblemsAtOnce() {
    // Given
    useFile("{'http': 5, 'database': {'urll': 'x', 'poolSize': [1]}, 'other': 1}");
    environment.put("RAC_DATABASE_URL", "mysql://u:hunter2@h/d");
    environment.put("RAC_HTTP_PORT", "80x");
    environment.put("RAC_HTTP_HOST", " ");
    environment.put("RAC_JWT_SECRET", "hunter2");

    // Then
    assertThat(problems())
        .satisfiesExactlyInAnyOrder(
            p -> assertThat(p).isEqualTo("http: must be an object"),
            p -> assertThat(p).isEqualTo("database.urll: unknown key"),
            p -> assertThat(p).isEqualTo("other: unknown key"),
            p ->
                assertThat(p)
                    .isEqualTo(
                        "http.port (RAC_HTTP_PORT): must be a whole number from 0 to 65535, not"
                            + " \"80x\""),
            p -> assertThat(p).isEqualTo("http.host (RAC_HTTP_HOST): must not be empty, not \" \""),
            p ->
                assertThat(p)
                    .startsWith("database.url (RAC_DATABASE_URL): must be of the form postgresql:"),
            p ->
                assertThat(p)
                    .isEqualTo(
                        "database.poolSize (RAC_DATABASE_POOL_SIZE): must be a single value"),
            p -> assertThat(p).isEqualTo("jwt.secret (RAC_JWT_SECRET): must have 32 bytes or more"))
        .noneMatch(p -> p.contains("hunter2"));
  }

  @Test
  void requiresADatabaseAndAKey() {
    // Given
    environment.clear();

    // Then
    assertThat(problems())
        .containsExactly(
            "database.url (RAC_DATABASE_URL): must be set",
            "jwt: no key configured: set RAC_JWT_SECRET, RAC_JWT_PUBLIC_KEY or RAC_JWT_JWKS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RAC_DATABASE_URL", "RAC_JWT_SECRET"})
  void readsASecretFromAFile(String variable) {
    // Given
    String secret = environment.remove(variable);
    environment.put(variable + "_FILE", write("secret", secret + "\n").toString());

    // When
    AppConfig config = load();

    // Then
    assertThat(config.database().address().url()).isEqualTo(URL);
    assertThat(config.jwt().secret()).contains(SECRET);
  }

  @Test
  void rejectsASecretThatIsSetTwice() {
    // Given
    environment.put("RAC_JWT_SECRET_FILE", write("secret", SECRET).toString());

    // Then
    assertThat(problems())
        .containsExactly(
            "jwt.secret (RAC_JWT_SECRET): set RAC_JWT_SECRET or RAC_JWT_SECRET_FILE, not both");
  }

  @Test
  void rejectsAnEmptyOrMissingSecretFile() {
    // Given
    environment.clear();
    environment.put("RAC_DATABASE_URL_FILE", "/nowhere/url");
    environment.put("RAC_JWT_SECRET_FILE", write("empty", "\n").toString());

    // Then
    assertThat(problems())
        .containsExactly(
            "database.url (RAC_DATABASE_URL): cannot read the file /nowhere/url",
            "jwt.secret (RAC_JWT_SECRET): the file " + folder.resolve("empty") + " is empty");
  }

  @Test
  void rejectsAMissingConfigurationFile() {
    // Given
    environment.put("RAC_CONFIG", "/nowhere/config.json");

    // Then
    assertThat(problems())
        .containsExactly("RAC_CONFIG: /nowhere/config.json cannot be read as a JSON object");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "", "5"})
  void rejectsAConfigurationFileThatIsNotAnObject(String content) {
    // Given
    useFile(content);

    // Then
    assertThat(problems())
        .singleElement()
        .asString()
        .startsWith("RAC_CONFIG: " + environment.get("RAC_CONFIG"));
  }

  @Test
  void reportsThePositionOfASyntaxErrorButNotItsText() {
    // Given
    useFile("{'jwt':\n {'secret': hunter2}}");

    // Then
    assertThat(problems())
        .singleElement()
        .satisfies(p -> assertThat(p).contains("line 2").doesNotContain("hunter2"));
  }

  @Test
  void unknownVariablesDoNotStopTheStart() {
    // Given
    environment.put("RAC_SERVICE_HOST", "10.0.0.1");

    // Then
    assertThat(load()).isNotNull();
    assertThat(
            ConfigSources.unknownVariables(
                Map.of("RAC_SERVICE_HOST", "", "RAC_HTTP_PORT_FILE", "")))
        .containsExactly("RAC_HTTP_PORT_FILE", "RAC_SERVICE_HOST");
    assertThat(
            ConfigSources.unknownVariables(
                Map.of("RAC_CONFIG", "", "RAC_JWT_JWKS_FILE", "", "PATH", "")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "RAC_HTTP_BASE_PATH,api",
    "RAC_HTTP_BASE_PATH,/api/",
    "RAC_HTTP_BASE_PATH,//api",
    "RAC_HTTP_PORT,65536",
    "RAC_HTTP_PORT,-1",
    "RAC_HTTP_PORT,9000.0",
    "RAC_HTTP_PORT,99999999999",
    "RAC_HTTP_PORT,''",
    "RAC_DATABASE_POOL_SIZE,0",
    "RAC_DATABASE_START_TIMEOUT,30s"
  })
  void rejectsAnInvalidValue(String variable, String value) {
    // Given
    environment.put(variable, value);

    // Then
    assertThat(problems())
        .singleElement()
        .satisfies(
            p -> assertThat(p).contains("(" + variable + "):").endsWith("not \"" + value + "\""));
  }

  @Test
  void hidesSecrets() {
    // Given
    environment.put("RAC_JWT_JWKS", Keys.jwks(Keys.oct(32)).encode());

    // When
    AppConfig config = load();

    // Then
    assertThat(config.toString())
        .contains("db.example:5433/rac", "secret=set", "jwks=***")
        .doesNotContain("pa%2Bss", "pa+ss", SECRET, Keys.oct(32).getString("k"));
  }

  private AppConfig load() {
    return AppConfig.load(environment);
  }

  private List<String> problems() {
    return catchThrowableOfType(StartFailure.class, this::load).problems();
  }

  private void useFile(String json) {
    environment.put("RAC_CONFIG", write("config.json", json.replace('\'', '"')).toString());
  }

  private Path write(String name, String content) {
    try {
      return Files.writeString(folder.resolve(name), content);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** A configuration with defaults for all other settings. */
  private static HttpConfig http(String host, int port, String basePath, int bodyBytes) {
    HttpConfig.HttpLimits limits =
        new HttpConfig.HttpLimits(
            bodyBytes,
            8192,
            600,
            2000,
            1000,
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            Duration.ofSeconds(60));
    return new HttpConfig(
        host, port, basePath, Optional.empty(), limits, Duration.ZERO, Duration.ofSeconds(10));
  }
}
