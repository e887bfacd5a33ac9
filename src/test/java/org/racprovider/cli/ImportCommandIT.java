package org.racprovider.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.start.ExitCode;
import org.racprovider.support.AuthentikStub;
import org.racprovider.support.FaultProxy;
import org.racprovider.support.Postgres;

class ImportCommandIT {

  @RegisterExtension static final Postgres EMPTY = Postgres.empty();

  @RegisterExtension static final Postgres MIGRATED = Postgres.migrated();

  private static AuthentikStub authentik;

  private final Map<String, String> environment = new HashMap<>();

  @BeforeAll
  static void startAuthentik() throws IOException {
    authentik = new AuthentikStub();
  }

  @AfterAll
  static void stopAuthentik() {
    authentik.close();
  }

  @BeforeEach
  void emptyTheTables() {
    MIGRATED.execute("TRUNCATE flow, property_mapping, provider, application, outpost CASCADE");
  }

  @BeforeEach
  void configure() {
    environment.put("RAC_DATABASE_URL", MIGRATED.uri());
    environment.put("RAC_JWT_SECRET", "a secret for tests, of more than 32 bytes");
    environment.put("RAC_IMPORT_TOKEN", AuthentikStub.TOKEN);
  }

  @Test
  void dryRunMigratesNothing() {
    // Given
    environment.put("RAC_DATABASE_URL", EMPTY.uri());

    // When
    CliRun run = run("--dry-run");

    // Then
    assertThat(run.code()).isEqualTo(ExitCode.SCHEMA_TOO_OLD.code());
    assertThat(run.results()).isEmpty();
    assertThat(run.messages()).contains("run the command migrate");
  }

  @Test
  void reportsAConflict() {
    // Given
    MIGRATED.execute(
        """
        INSERT INTO flow (pk, name, slug, title, designation)
        VALUES (gen_random_uuid(), 'x', 'default-invalidation-flow', 'x', 'invalidation')
        """);

    // When
    CliRun run = run();

    // Then
    assertThat(run.code()).isEqualTo(ExitCode.BAD_REFERENCE_DATA.code());
    assertThat(run.results()).isEmpty();
    assertThat(run.messages())
        .contains("flows 6f3c7a10-58f1-4a5e-9c1b-2f0d6a7b8c03.slug: ")
        .doesNotContain("\tat ");
  }

  @Test
  void doesNotShowARejectedToken() {
    // Given
    environment.put("RAC_IMPORT_TOKEN", "hidden");

    // When
    CliRun run = run();

    // Then
    assertThat(run.code()).isEqualTo(ExitCode.IMPORT_FAILED.code());
    assertThat(run.messages()).contains("403").doesNotContain("hidden", "\tat ");
  }

  @Test
  void requiresAToken() {
    // Given
    environment.remove("RAC_IMPORT_TOKEN");

    // When
    CliRun run = run();

    // Then
    assertThat(run.code()).isEqualTo(ExitCode.BAD_CONFIGURATION.code());
    assertThat(run.messages()).contains("RAC_IMPORT_TOKEN");
  }

  @Test
  void reportsALostDatabase() throws IOException {
    // Given
    URI database = URI.create(MIGRATED.uri());
    FaultProxy proxy = new FaultProxy(database.getPort());
    environment.put(
        "RAC_DATABASE_URL",
        database.toString().replace(":" + database.getPort(), ":" + proxy.port()));
    authentik.before("/core/applications/", 1, proxy::close);

    // When
    CliRun run = run();

    // Then
    assertThat(run.code()).isEqualTo(ExitCode.DATABASE_UNREACHABLE.code());
    assertThat(run.results()).isEmpty();
    assertThat(run.messages()).contains("database").doesNotContain("\tat ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://authentik.example/api/v3",
        "http://203.0.113.1/api/v3",
        "HTTP://authentik.example/api/v3"
      })
  void rejectsPlainHttpOutsideOfPrivateNetworks(String url) {
    // When
    CliRun run = CliRun.of(environment, "import", "--from", url);

    // Then
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_USAGE.code());
    assertThat(run.messages()).contains("http:// only on a private network");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "authentik.example/api/v3",
        "ftp://authentik.example/api/v3",
        "https://user:hidden@authentik.example/api/v3",
        "https://authentik.example/api/v3?token=x",
        "https:///api/v3",
        "https://a b"
      })
  void rejectsUrlsWithMoreThanAPath(String url) {
    // When
    CliRun run = CliRun.of(environment, "import", "--from", url);

    // Then
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_USAGE.code());
    assertThat(run.messages()).contains("must be such as https://");
  }

  private CliRun run(String... options) {
    String[] arguments = new String[options.length + 3];
    arguments[0] = "import";
    arguments[1] = "--from";
    arguments[2] = authentik.url().toString();
    System.arraycopy(options, 0, arguments, 3, options.length);
    return CliRun.of(environment, arguments);
  }
}
