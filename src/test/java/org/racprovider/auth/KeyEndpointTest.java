package org.racprovider.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.racprovider.support.KeyEndpointStub;
import org.racprovider.support.Keys;

@ExtendWith(VertxExtension.class)
class KeyEndpointTest {

  /** The first TLS handshake of a JVM may take longer than the timeout of a read. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Long enough for a response to begin, even on a busy machine. */
  private static final Duration SHORT = Duration.ofSeconds(2);

  private static final KeyPair RSA = Keys.rsa(2048);
  private static final JsonObject KEY = Keys.rsaJwk(RSA).put("kid", "a");

  private static Vertx vertx;

  @BeforeAll
  static void setVertx(Vertx injected) {
    vertx = injected;
  }

  @Test
  void readsAKeySet() {
    try (KeyEndpointStub stub = new KeyEndpointStub()) {
      // Given
      stub.serve(KEY);

      // Then
      assertThat(read(stub)).containsExactly(KEY);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500 | {}                               | the status is 500",
        "404 | {}                               | the status is 404",
        "200 | <html>Sign in</html>             | is not valid JSON",
        "200 | []                               | is not valid JSON",
        "200 | ''                               | is not valid JSON",
        "200 | {}                               | must be a JSON object",
        "200 | {\"keys\":[]}                    | at least one key",
        "200 | {\"keys\":[{\"kty\":\"RSA\",\"d\":\"AA\"}]} | private key",
        "200 | {\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}]} | secret"
      })
  void refusesInvalidResponses(int status, String body, String reason) {
    try (KeyEndpointStub stub = new KeyEndpointStub()) {
      // Given
      stub.respond(status, body);

      // Then
      assertThatThrownBy(() -> read(stub)).hasMessageContaining(reason);
    }
  }

  @Test
  void followsNoRedirect() {
    try (KeyEndpointStub stub = new KeyEndpointStub()) {
      // Given
      stub.respond(
          request -> request.response().setStatusCode(302).putHeader("Location", stub.url()).end());

      // Then
      assertThatThrownBy(() -> read(stub)).hasMessage("the status is 302");
      assertThat(stub.requests()).isOne();
    }
  }

  @Test
  void cancelsAResponseThatIsTooLarge() throws InterruptedException {
    try (KeyEndpointStub stub = new KeyEndpointStub()) {
      // Given
      CountDownLatch closed = new CountDownLatch(1);
      stub.respond(
          request -> {
            request.connection().closeHandler(gone -> closed.countDown());
            request.response().setChunked(true).write(Buffer.buffer(new byte[300 << 10]));
          });

      // Then
      assertThatThrownBy(() -> read(stub)).hasMessage("the response is larger than 256 KiB");
      assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void cancelsAResponseThatTakesTooLong() throws InterruptedException {
    try (KeyEndpointStub stub = new KeyEndpointStub()) {
      // Given
      CountDownLatch closed = new CountDownLatch(1);
      stub.respond(
          request -> {
            request.connection().closeHandler(gone -> closed.countDown());
            request.response().setChunked(true);
            vertx.setPeriodic(100, tick -> request.response().write(" "));
          });
      long begun = System.nanoTime();

      // Then
      assertThatThrownBy(() -> read(stub, SHORT)).hasMessageContaining("imeout");
      assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun)).isLessThan(20);
      assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void failsIfTheConnectionIsRefused() {
    // Given
    KeyEndpointStub gone = new KeyEndpointStub();
    gone.close();

    // Then
    assertThatThrownBy(() -> read(gone)).hasMessageContaining("refused");
  }

  @ParameterizedTest
  @CsvSource({
    "trusted, localhost, ''",
    "trusted, 127.0.0.1, No subject alternative names matching IP address",
    "other, localhost, unable to find valid certification path",
    "'',    localhost, unable to find valid certification path"
  })
  void verifiesTheCertificate(String ca, String host, String reason, @TempDir Path folder)
      throws Exception {
    // Given
    X509Bundle trustedAuthority = authority(folder.resolve("trusted"));
    authority(folder.resolve("other"));
    Optional<Path> trusted = Optional.of(ca).filter(name -> !name.isEmpty()).map(folder::resolve);
    try (KeyEndpointStub stub = new KeyEndpointStub(https(trustedAuthority))) {
      stub.serve(KEY);
      KeyEndpoint endpoint =
          new KeyEndpoint(
              vertx,
              URI.create("https://" + host + ":" + stub.port()),
              trusted,
              KeyEndpoint.TIMEOUT);

      // Then
      if (reason.isEmpty()) {
        await()
            .atMost(TIMEOUT)
            .ignoreExceptions()
            .untilAsserted(() -> assertThat(endpoint.read().await().keys()).containsExactly(KEY));
      } else {
        await()
            .atMost(TIMEOUT)
            .untilAsserted(
                () ->
                    assertThatThrownBy(() -> endpoint.read().await())
                        .hasStackTraceContaining(reason));
        assertThat(stub.requests()).isZero();
      }
    }
  }

  private static List<JsonObject> read(KeyEndpointStub stub) {
    return read(stub, KeyEndpoint.TIMEOUT);
  }

  private static List<JsonObject> read(KeyEndpointStub stub, Duration timeout) {
    return new KeyEndpoint(vertx, URI.create(stub.url()), Optional.empty(), timeout)
        .read()
        .await()
        .keys();
  }

  private static X509Bundle authority(Path file) throws Exception {
    X509Bundle ca =
        new CertificateBuilder()
            .subject("CN=" + file.getFileName())
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    Files.writeString(file, ca.getRootCertificatePEM());
    return ca;
  }

  private static HttpServerOptions https(X509Bundle ca) throws Exception {
    X509Bundle certificate =
        new CertificateBuilder()
            .subject("CN=localhost")
            .addSanDnsName("localhost")
            .buildIssuedBy(ca);
    return new HttpServerOptions()
        .setSsl(true)
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(certificate.getCertificatePathPEM()))
                .addKeyValue(Buffer.buffer(certificate.getPrivateKeyPEM())));
  }
}
