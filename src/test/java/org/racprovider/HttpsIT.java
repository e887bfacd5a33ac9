package org.racprovider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.racprovider.start.ExitCode;
import org.racprovider.start.StartFailure;
import org.racprovider.support.Postgres;
import org.racprovider.support.RawHttp;
import org.racprovider.support.TestServer;
import org.racprovider.support.TestTimings;
import org.racprovider.support.TrustingTls;

/** HTTPS on the HTTP port, with certificates that are replaced while the server runs. */
class HttpsIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int CONNECTIONS = 20;
  private static final String LIVE = "GET /-/health/live/ HTTP/1.1\r\nHost: localhost\r\n\r\n";

  @RegisterExtension static final Postgres POSTGRES = Postgres.empty();

  private static final Duration CHECK = Duration.ofMillis(200);

  @TempDir private static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    write("first", Algorithm.ecp256);
    server =
        new TestServer(POSTGRES, settings())
            .with(TestTimings.with(Map.of("certificateCheck", CHECK)));
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop();
  }

  @BeforeEach
  void serveTheFirstCertificate() throws Exception {
    write("first", Algorithm.ecp256);
    await().atMost(TIMEOUT).ignoreExceptions().until(() -> subjects(1).contains("CN=first"));
  }

  @Test
  void servesHttpsOnly() throws IOException {
    // When
    String response;
    try (SSLSocket socket = connect("TLSv1.3")) {
      response = exchange(socket);
      assertThat(subject(socket)).isEqualTo("CN=first");
      assertThat(socket.getApplicationProtocol()).isEmpty();
    }

    // Then
    assertThat(response)
        .startsWith("HTTP/1.1 200")
        .containsIgnoringCase("Strict-Transport-Security: max-age=31536000");
    assertThat(new RawHttp(server.port()).exchange(LIVE.getBytes(StandardCharsets.US_ASCII)))
        .doesNotContain("HTTP/1.1 200");
    assertThat(new RawHttp(server.managementPort()).exchange(closing()))
        .startsWith("HTTP/1.1 200")
        .doesNotContain("Strict-Transport-Security");
  }

  @Test
  void servesTls12() throws IOException {
    try (SSLSocket socket = connect("TLSv1.2")) {
      assertThat(exchange(socket)).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void offersOnlyAuthenticatedEncryption() throws Exception {
    assertThatThrownBy(() -> connectWithCbc("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"))
        .isInstanceOf(SSLException.class);

    // Then: also with the certificate that replaces the first one
    write("second", Algorithm.rsa2048);
    await().atMost(TIMEOUT).ignoreExceptions().until(() -> subjects(1).contains("CN=second"));
    assertThatThrownBy(() -> connectWithCbc("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"))
        .isInstanceOf(SSLException.class);
  }

  private static void connectWithCbc(String suite) throws IOException {
    try (SSLSocket socket = (SSLSocket) TrustingTls.sockets().createSocket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", server.port()));
      socket.setSoTimeout((int) TIMEOUT.toMillis());
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.setEnabledCipherSuites(new String[] {suite});
      socket.startHandshake();
    }
  }

  @Test
  void closesAConnectionWithoutAHandshake() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout((int) TIMEOUT.toMillis());

      assertThat(socket.getInputStream().read()).isNegative();
    }
  }

  /** Sends the bytes of a ClientHello, because Java's client does not offer TLS 1.1. */
  @Test
  void refusesTls11() throws IOException {
    // Given
    String suites = "0004c013002f";
    String hello = "0302" + "00".repeat(32) + "00" + suites + "0100";
    String record = "160301002f" + "0100002b" + hello;

    // When
    byte[] alert;
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.getOutputStream().write(HexFormat.of().parseHex(record));
      alert = socket.getInputStream().readNBytes(7);
    }

    // Then: fatal, protocol_version
    assertThat(alert).hasSize(7).startsWith(0x15).endsWith(2, 70);
  }

  @Test
  void servesAReplacedCertificateAndKeepsOpenConnections() throws Exception {
    try (SSLSocket open = connect("TLSv1.3")) {
      // Given
      assertThat(exchange(open)).startsWith("HTTP/1.1 200");

      // When
      write("second", Algorithm.rsa2048);
      await().atMost(TIMEOUT).ignoreExceptions().until(() -> subjects(1).contains("CN=second"));

      // Then: on every event loop
      assertThat(subjects(CONNECTIONS)).containsOnly("CN=second");
      assertThat(exchange(open)).startsWith("HTTP/1.1 200");
      assertThat(subject(open)).isEqualTo("CN=first");
    }
  }

  @Test
  void keepsTheLastValidPair() throws Exception {
    // When
    X509Bundle second = certificate("second", Algorithm.rsa2048);
    Files.writeString(folder.resolve("cert.pem"), second.getCertificatePathPEM());

    // Then: through several checks of the files
    await()
        .during(CHECK.multipliedBy(5))
        .atMost(TIMEOUT)
        .ignoreExceptions()
        .until(() -> subjects(1), subjects -> subjects.equals(Set.of("CN=first")));
    assertThat(subjects(CONNECTIONS)).containsOnly("CN=first");

    // When
    write("third", Algorithm.ecp384);
    await().atMost(TIMEOUT).ignoreExceptions().until(() -> subjects(1).contains("CN=third"));

    // Then
    assertThat(subjects(CONNECTIONS)).containsOnly("CN=third");
  }

  @ParameterizedTest
  @CsvSource({
    "cert.pem,  ecp256,    the private key that fits",
    "cert.pem,  rsa2048,   the private key that fits",
    "cert.pem,  cert.pem,  must be PEM files",
    "key.pem,   key.pem,   must be PEM files",
    "cert.pem,  gone.pem,  cannot read the file",
    "cert.pem,  '',        'set RAC_HTTP_TLS_CERT and RAC_HTTP_TLS_KEY, or neither'"
  })
  void refusesToStartWithInvalidFiles(String cert, String key, String reason) throws Exception {
    // Given
    for (Algorithm algorithm : List.of(Algorithm.ecp256, Algorithm.rsa2048)) {
      String other = certificate("other", algorithm).getPrivateKeyPEM();
      Files.writeString(folder.resolve(algorithm.name()), other);
    }
    Map<String, String> environment =
        Map.of(
            "RAC_DATABASE_URL",
            POSTGRES.uri(),
            "RAC_JWT_SECRET",
            TestServer.SECRET,
            "RAC_HTTP_TLS_CERT",
            folder.resolve(cert).toString(),
            "RAC_HTTP_TLS_KEY",
            key.isEmpty() ? "" : folder.resolve(key).toString());

    // Then
    assertThatThrownBy(() -> Server.start(environment).await())
        .isInstanceOf(StartFailure.class)
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.BAD_CONFIGURATION)
        .hasMessageContaining(reason)
        .hasMessageNotContaining("PRIVATE KEY")
        .satisfies(e -> assertThat(ExitCode.of(e)).isEqualTo(ExitCode.BAD_CONFIGURATION));
  }

  private static Map<String, String> settings() {
    return Map.of(
        "RAC_HTTP_TLS_CERT", folder.resolve("cert.pem").toString(),
        "RAC_HTTP_TLS_KEY", folder.resolve("key.pem").toString());
  }

  private static void write(String name, Algorithm algorithm) throws Exception {
    X509Bundle pair = certificate(name, algorithm);
    Files.writeString(folder.resolve("cert.pem"), pair.getCertificatePathPEM());
    Files.writeString(folder.resolve("key.pem"), pair.getPrivateKeyPEM());
  }

  private static X509Bundle certificate(String name, Algorithm algorithm) throws Exception {
    return new CertificateBuilder()
        .algorithm(algorithm)
        .subject("CN=" + name)
        .addSanDnsName("localhost")
        .setIsCertificateAuthority(true)
        .buildSelfSigned();
  }

  private static SSLSocket connect(String protocol) throws IOException {
    SSLSocket socket = (SSLSocket) TrustingTls.sockets().createSocket();
    socket.connect(new InetSocketAddress("127.0.0.1", server.port()));
    socket.setSoTimeout((int) TIMEOUT.toMillis());
    socket.setEnabledProtocols(new String[] {protocol});
    socket.startHandshake();
    return socket;
  }

  private static String exchange(Socket socket) throws IOException {
    socket.getOutputStream().write(LIVE.getBytes(StandardCharsets.US_ASCII));
    byte[] response = new byte[8192];
    return new String(
        response, 0, socket.getInputStream().read(response), StandardCharsets.US_ASCII);
  }

  private static Set<String> subjects(int connections) {
    Set<String> subjects = new HashSet<>();
    IntStream.range(0, connections).forEach(i -> subjects.add(subject()));
    return subjects;
  }

  private static String subject() {
    try (SSLSocket socket = connect("TLSv1.3")) {
      return subject(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String subject(SSLSocket socket) throws IOException {
    X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
    return certificate.getSubjectX500Principal().getName();
  }

  private static byte[] closing() {
    return LIVE.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
