package org.racprovider.support;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The settings of a server that serves HTTPS, with a certificate of its own. */
public final class HttpsSettings {

  private HttpsSettings() {}

  public static Map<String, String> create() throws Exception {
    X509Bundle pair =
        new CertificateBuilder()
            .algorithm(CertificateBuilder.Algorithm.ecp256)
            .subject("CN=localhost")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    return Map.of(
        "RAC_HTTP_TLS_CERT", temporary(pair.getCertificatePathPEM()),
        "RAC_HTTP_TLS_KEY", temporary(pair.getPrivateKeyPEM()));
  }

  private static String temporary(String content) throws Exception {
    Path file = Files.createTempFile("rac", ".pem");
    file.toFile().deleteOnExit();
    return Files.writeString(file, content).toString();
  }
}
