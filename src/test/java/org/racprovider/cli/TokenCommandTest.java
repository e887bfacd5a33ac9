package org.racprovider.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.junit5.VertxExtension;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.config.AppConfig;
import org.racprovider.start.ExitCode;

@ExtendWith(VertxExtension.class)
class TokenCommandTest {

  private static final String ADD = "authentik_providers_rac.add_racprovider";
  private static final String VIEW = "authentik_providers_rac.view_racprovider";

  private static Vertx vertx;

  private final Map<String, String> environment =
      new HashMap<>(
          Map.of(
              "RAC_DATABASE_URL", "postgresql://rac:hidden@db.example/rac",
              "RAC_JWT_SECRET", "hidden, and of more than 32 bytes"));

  @BeforeAll
  static void start(Vertx shared) {
    vertx = shared;
  }

  @Test
  void signsATokenThatTheServerAccepts() {
    // Given
    environment.put("RAC_JWT_ISSUER", "https://issuer.example");
    environment.put("RAC_JWT_AUDIENCE", "rac");
    environment.put("RAC_JWT_PERMISSIONS_CLAIM", "may");

    // When
    CliRun run = run("--sub", "terraform", "--permission", ADD, "--permission", VIEW);

    // Then
    assertThat(run.code()).as(run.messages()).isZero();
    assertThat(run.results()).hasLineCount(1);
    JsonObject claims = verified(run.results().trim()).principal();
    assertThat(claims.getString("sub")).isEqualTo("terraform");
    assertThat(claims.getJsonArray("may")).isEqualTo(JsonArray.of(ADD, VIEW));
    assertThat(claims.containsKey("is_superuser")).isFalse();
  }

  @Test
  void superuserNeedsNoPermissions() {
    assertThat(verified(run("--sub", "me", "--superuser").results().trim()).principal())
        .contains(Map.entry("is_superuser", true));
  }

  @ParameterizedTest
  @CsvSource({"90,90", "90s,90", "30m,1800", "12h,43200", "365d,31536000"})
  void expiresAfterTheGivenTime(String text, long seconds) {
    // When
    String token = run("--sub", "me", "--superuser", "--expires", text).results().trim();

    // Then
    long expected = Instant.now().getEpochSecond() + seconds;
    assertThat(verified(token).<Number>get("exp").longValue()).isBetween(expected - 60, expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1w", "1 h", "h", "9999999999", ""})
  void rejectsAnInvalidTime(String text) {
    // When
    CliRun run = run("--sub", "me", "--superuser", "--expires", text);

    // Then
    assertThat(run.code()).isEqualTo(64);
    assertThat(run.messages()).contains("365d");
  }

  @Test
  void rejectsAnUnknownPermissionAndListsTheKnownOnes() {
    // When
    CliRun run = run("--sub", "me", "--permission", "add_racprovider");

    // Then
    assertThat(run.code()).isEqualTo(64);
    assertThat(run.messages()).contains(ADD, VIEW);
  }

  @Test
  void requiresASecret() {
    // Given
    environment.remove("RAC_JWT_SECRET");
    environment.put(
        "RAC_JWT_JWKS", "{\"keys\":[{\"kty\":\"oct\",\"k\":\"" + "A".repeat(44) + "\"}]}");

    // When
    CliRun run = run("--sub", "me", "--superuser");

    // Then
    assertThat(run.code()).isEqualTo(ExitCode.BAD_CONFIGURATION.code());
    assertThat(run.results()).isEmpty();
    assertThat(run.messages()).contains("RAC_JWT_SECRET").doesNotContain("\tat ");
  }

  private CliRun run(String... options) {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "token";
    System.arraycopy(options, 0, arguments, 1, options.length);
    return CliRun.of(environment, arguments);
  }

  private User verified(String token) {
    AppConfig config = AppConfig.load(environment);
    return JWTAuth.create(vertx, config.jwt().authOptions(List.of()))
        .authenticate(new TokenCredentials(token))
        .await();
  }
}
