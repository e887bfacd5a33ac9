package org.racprovider.misuse;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.params.provider.Arguments;
import org.racprovider.support.RawConnection;

/** Clients that send no valid TLS, refuse the server's certificate, or break the connection. */
final class TlsMisuse {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final String FILE = "GET /static/swagger-ui-bundle.js HTTP/1.1\r\nHost: x\r\n\r\n";

  /** A ClientHello of TLS 1.2 with one cipher suite that the server has. */
  private static final String HELLO =
      "1603010038"
          + ("01000034" + "0303" + "00".repeat(32) + "00" + "0002c02b" + "0100")
          + ("0009" + "000a000400020017" + "00");

  private TlsMisuse() {}

  static Stream<Arguments> all() {
    return Stream.concat(invalid(), handshakes());
  }

  private static Stream<Arguments> invalid() {
    return Stream.of(
            "",
            hex("GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
            hex("garbage garbage garbage"),
            "00".repeat(100),
            "ff".repeat(100),
            "802e0100020015000000100100800200800300800400800500800600800700c0",
            "16030100",
            "1603010000",
            "160301ffff" + "00".repeat(100),
            "1603010004" + "01ffffff",
            "1603010004" + "63000000",
            "140303000101",
            "150301000202" + "28",
            "1503010002" + "0100",
            "1703030010" + "00".repeat(16),
            "1803030003" + "01ffff",
            "160301002f" + "0100002b" + "0302" + "00".repeat(32) + "00" + "0004c013002f" + "0100",
            "160301002d" + "01000029" + "0303" + "00".repeat(32) + "00" + "0002002f" + "0100",
            "160301002d" + "01000029" + "0301" + "00".repeat(32) + "ff" + "0002c02b" + "0100",
            HELLO.substring(0, 30),
            HELLO,
            HELLO + "1703030010" + "00".repeat(16),
            HELLO + "150303000202" + "2a",
            HELLO + HELLO)
        .flatMap(
            bytes -> {
              String name = bytes.length() > 80 ? bytes.substring(0, 80) + "..." : bytes;
              Misuse misuse = connection -> connection.sendAll(HexFormat.of().parseHex(bytes));
              return Stream.of(
                  misuse.named(name + " " + bytes.length()),
                  misuse.andReset().named("reset after " + name + " " + bytes.length()));
            });
  }

  private static Stream<Arguments> handshakes() {
    Misuse closed = connection -> open(connection, "TLSv1.3", "localhost").close();
    Misuse connected = connection -> open(connection, "TLSv1.3", "localhost");
    Misuse older = connection -> open(connection, "TLSv1.2", "localhost");
    Misuse responding = connection -> connect(connection, FILE);
    Misuse unfinished = connection -> connect(connection, "GET / HT");
    return Stream.of(
        refusing("TLSv1.2").named("refused certificate, TLS 1.2"),
        refusing("TLSv1.3").named("refused certificate, TLS 1.3"),
        opening("TLSv1.3", "unknown.example").named("unknown name"),
        opening("TLSv1.2", "unknown.example").named("unknown name, TLS 1.2"),
        opening("TLSv1.3", "a.b.c.d.e.invalid").named("long name"),
        closed.named("close after the handshake"),
        connected.named("end without a closing alert"),
        connected.andReset().named("reset after the handshake"),
        older.andReset().named("reset after the handshake of TLS 1.2"),
        responding.named("end in a response"),
        responding.andReset().named("reset in a response"),
        unfinished.named("end in a request"),
        unfinished.andReset().named("reset in a request"),
        garbageAfterHandshake("TLSv1.3").named("garbage after the handshake"),
        garbageAfterHandshake("TLSv1.2").named("garbage after the handshake of TLS 1.2"),
        renegotiating().named("renegotiation"));
  }

  private static Misuse refusing(String protocol) {
    return connection -> {
      try (SSLSocket socket = socket(connection, new Refusing(), protocol, "localhost")) {
        socket.startHandshake();
      } catch (SSLException refused) {
        // As this client does.
      }
    };
  }

  private static Misuse opening(String protocol, String name) {
    return connection -> open(connection, protocol, name).close();
  }

  private static Misuse garbageAfterHandshake(String protocol) {
    return connection -> {
      open(connection, protocol, "localhost");
      connection.sendAll(HexFormat.of().parseHex("1703030020" + "00".repeat(32)));
    };
  }

  private static Misuse renegotiating() {
    return connection -> {
      try (SSLSocket socket = open(connection, "TLSv1.2", "localhost")) {
        socket.startHandshake();
        socket.getOutputStream().write(FILE.getBytes(StandardCharsets.US_ASCII));
        socket.getInputStream().read();
      } catch (IOException refused) {
        // As the server does.
      }
    };
  }

  private static SSLSocket connect(RawConnection connection, String request) throws IOException {
    SSLSocket socket = open(connection, "TLSv1.3", "localhost");
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static SSLSocket open(RawConnection connection, String protocol, String name)
      throws IOException {
    SSLSocket socket = socket(connection, new Trusting(), protocol, name);
    socket.startHandshake();
    return socket;
  }

  private static SSLSocket socket(
      RawConnection connection, TrustManager trust, String protocol, String name)
      throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust}, new SecureRandom());
      Socket tcp = connection.socket();
      tcp.setSoTimeout((int) TIMEOUT.toMillis());
      SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(tcp, name, 1, false);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setProtocols(new String[] {protocol});
      parameters.setServerNames(List.<SNIServerName>of(new SNIHostName(name)));
      socket.setSSLParameters(parameters);
      return socket;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static class Trusting implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private static final class Refusing extends Trusting {

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("unknown issuer");
    }
  }
}
