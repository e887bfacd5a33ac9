package org.racprovider.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.pkitesting.CertificateBuilder;
import io.vertx.pgclient.PgConnectOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.start.StartFailure;

/** The settings {@code database.*} that depend on each other. */
class DatabaseCombinationsTest {

  private static final String URL = "postgresql://u:p@pooler/d";
  private static final String DIRECT = "postgresql://u:p@db/d";

  @TempDir Path folder;

  private final Map<String, String> environment = new HashMap<>();

  DatabaseCombinationsTest() {
    environment.put("RAC_JWT_SECRET", "a secret for tests, of more than 32 bytes");
    environment.put("RAC_DATABASE_URL", URL);
  }

  @Test
  void usesOneAddressUnlessADirectUrlIsSet() {
    assertThat(load().direct()).isEqualTo(load().address());

    environment.put("RAC_DATABASE_DIRECT_URL", DIRECT);
    assertThat(load().address()).hasToString("pooler:5432/d");
    assertThat(load().direct()).hasToString("db:5432/d");
  }

  @Test
  void sendsSessionSettingsToPgBouncerInEachTransaction() {
    // Given
    environment.put("RAC_DATABASE_PGBOUNCER", "true");
    environment.put("RAC_DATABASE_DIRECT_URL", DIRECT);

    // When
    DatabaseConfig.SessionConfig sessions = load().sessions();

    // Then
    assertThat(sessions.options().getHost()).isEqualTo("pooler");
    assertThat(sessions.options().getCachePreparedStatements()).isFalse();
    assertThat(sessions.options().getProperties())
        .containsOnlyKeys("application_name", "client_encoding", "DateStyle");
    assertThat(sessions.eachTransaction())
        .containsEntry("statement_timeout", "3000")
        .containsEntry("jit", "off");
  }

  @Test
  void sendsSessionSettingsToPostgresqlAtTheStart() {
    // When
    DatabaseConfig.SessionConfig sessions = load().createSessions();

    // Then
    assertThat(sessions.options().getProperties())
        .containsEntry("statement_timeout", "3000")
        .containsEntry("enable_seqscan", "off")
        .containsEntry("jit", "off");
    assertThat(sessions.eachTransaction()).isEmpty();
  }

  @Test
  void requiresADirectUrlWithPgBouncer() {
    // Given
    environment.put("RAC_DATABASE_PGBOUNCER", "true");

    // Then
    assertThat(problems())
        .containsExactly(
            "database.directUrl (RAC_DATABASE_DIRECT_URL): must be set with"
                + " RAC_DATABASE_PGBOUNCER");
  }

  @ParameterizedTest
  @ValueSource(strings = {"verify-ca", "verify-full"})
  void requiresACaToVerifyTheCertificate(String mode) {
    // Given
    environment.put("RAC_DATABASE_URL", URL + "?sslmode=" + mode);

    // Then
    assertThat(problems())
        .containsExactly(
            "database.ca (RAC_DATABASE_CA): must be set with sslmode verify-ca and verify-full");
  }

  @Test
  void rejectsAnUnusedCa() throws Exception {
    // Given
    environment.put("RAC_DATABASE_URL", URL + "?sslmode=require");
    environment.put("RAC_DATABASE_CA", certificate().toString());

    // Then
    assertThat(problems())
        .singleElement()
        .asString()
        .startsWith("database.ca (RAC_DATABASE_CA): needs sslmode verify-ca or verify-full");
  }

  @Test
  void rejectsAFileWithoutCertificates() throws Exception {
    // Given
    environment.put("RAC_DATABASE_URL", URL + "?sslmode=verify-full");
    Path file = Files.writeString(folder.resolve("ca.pem"), "-----BEGIN CERTIFICATE-----");

    // Then
    for (Path invalid : List.of(file, folder, folder.resolve("missing"))) {
      environment.put("RAC_DATABASE_CA", invalid.toString());
      assertThat(problems())
          .containsExactly(
              "database.ca (RAC_DATABASE_CA): must be the path of a file with PEM certificates,"
                  + " not \"%s\"".formatted(invalid));
    }
  }

  @Test
  void verifiesTheHostName() throws Exception {
    // Given
    environment.put("RAC_DATABASE_URL", URL + "?sslmode=verify-full");
    environment.put("RAC_DATABASE_CA", certificate().toString());

    // When
    PgConnectOptions options = load().directOptions();

    // Then
    assertThat(options.getSslOptions().getHostnameVerificationAlgorithm()).isEqualTo("HTTPS");
    assertThat(options.getSslOptions().isTrustAll()).isFalse();
    assertThat(load().direct().jdbcUrl()).contains("?sslmode=verify-full&sslrootcert=%2F");
  }

  private Path certificate() throws Exception {
    CertificateBuilder ca = new CertificateBuilder().subject("CN=ca");
    return Files.writeString(
        folder.resolve("ca"),
        ca.setIsCertificateAuthority(true).buildSelfSigned().getRootCertificatePEM());
  }

  private DatabaseConfig load() {
    return AppConfig.load(environment).database();
  }

  private List<String> problems() {
    return catchThrowableOfType(StartFailure.class, this::load).problems();
  }
}
