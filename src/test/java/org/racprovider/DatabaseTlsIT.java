package org.racprovider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.vertx.pgclient.PgConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.racprovider.config.AppConfig;
import org.racprovider.config.DatabaseConfig;
import org.racprovider.start.ExitCode;
import org.racprovider.support.PostgresServer;
import org.racprovider.support.Providers;
import org.racprovider.support.TestServer;

/** TLS to a PostgreSQL that requires it and has a certificate for {@code localhost}. */
@ExtendWith(VertxExtension.class)
class DatabaseTlsIT {

  private static final String SESSIONS =
      """
      SELECT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
      WHERE application_name = 'rac-provider-server'
      """;

  @TempDir static Path folder;

  private static PostgresServer postgres;

  @BeforeAll
  static void start() throws Exception {
    X509Bundle ca = authority("trusted");
    authority("untrusted");
    postgres = PostgresServer.create();
    postgres.encrypt(
        new CertificateBuilder()
            .subject("CN=localhost")
            .addSanDnsName("localhost")
            .buildIssuedBy(ca));
  }

  @AfterAll
  static void stop() throws Exception {
    postgres.close();
  }

  @ParameterizedTest
  @CsvSource({
    "prefer,      127.0.0.1, ''",
    "require,     127.0.0.1, ''",
    "verify-ca,   127.0.0.1, trusted",
    "verify-full, localhost, trusted"
  })
  void encryptsEveryConnection(String mode, String host, String ca) {
    // Given
    Map<String, String> settings = settings(mode, host, ca);
    settings.put("RAC_DATABASE_START_TIMEOUT", "30");
    TestServer server = new TestServer(() -> settings.get("RAC_DATABASE_URL"), settings);
    server.start();
    JsonObject body = Providers.named(mode);

    // When
    int created = server.client("akadmin").send("POST", Providers.PATH, body).statusCode();
    List<String> encrypted = postgres.query(SESSIONS);

    // Then
    server.stop();
    assertThat(created).isEqualTo(201);
    assertThat(encrypted).isNotEmpty().containsOnly("t");
  }

  @ParameterizedTest
  @CsvSource({
    "disable,     localhost, '',    no encryption",
    "verify-ca,   localhost, untrusted, is its certificate signed by the CA in RAC_DATABASE_CA",
    "verify-full, localhost, untrusted, is its certificate signed by the CA in RAC_DATABASE_CA",
    "verify-full, 127.0.0.1, trusted, for this host?"
  })
  void refusesToStart(String mode, String host, String ca, String reason) {
    // When
    Throwable refused = catchThrowable(() -> Server.start(settings(mode, host, ca)).await());

    // Then
    assertThat(refused)
        .hasMessageContaining("cannot use the database at " + host)
        .hasMessageContaining(reason)
        .hasMessageNotContaining("hidden");
    assertThat(ExitCode.of(refused)).isEqualTo(ExitCode.DATABASE_UNREACHABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "verify-ca,   localhost, untrusted",
    "verify-full, localhost, untrusted",
    "verify-full, 127.0.0.1, trusted"
  })
  void sendsNoRequestToAnUnverifiedServer(String mode, String host, String ca, Vertx vertx) {
    // Given
    DatabaseConfig database = AppConfig.load(settings(mode, host, ca)).database();

    // When
    Throwable refused =
        catchThrowable(() -> PgConnection.connect(vertx, database.sessions().options()).await());

    // Then
    assertThat(refused).hasMessage("SSL handshake failed");
  }

  private static X509Bundle authority(String name) throws Exception {
    X509Bundle ca =
        new CertificateBuilder()
            .subject("CN=" + name)
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    Files.writeString(folder.resolve(name), ca.getRootCertificatePEM());
    return ca;
  }

  private static Map<String, String> settings(String mode, String host, String ca) {
    Map<String, String> settings = new HashMap<>();
    settings.put(
        "RAC_DATABASE_URL",
        "postgresql://postgres:hidden@%s:%d/postgres?sslmode=%s"
            .formatted(host, postgres.port(), mode));
    settings.put("RAC_DATABASE_CA", ca.isEmpty() ? "" : folder.resolve(ca).toString());
    settings.put("RAC_DATABASE_START_TIMEOUT", "3");
    settings.put("RAC_JWT_SECRET", TestServer.SECRET);
    return settings;
  }
}
