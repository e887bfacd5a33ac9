package org.racprovider.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/** Rules of a file of certificates. */
final class CertificateFile {

  private CertificateFile() {}

  /**
   * The path itself, when both drivers can use the file.
   *
   * @throws IllegalArgumentException with the reason
   */
  static Path check(String path) {
    Path file = SettingType.path().parse(path);
    if (!holdsCertificates(file)) {
      throw new IllegalArgumentException("must be the path of a file with PEM certificates");
    }
    return file;
  }

  private static boolean holdsCertificates(Path file) {
    try {
      String pem = Files.readString(file, StandardCharsets.US_ASCII);
      return pem.contains("-----BEGIN CERTIFICATE-----") && parses(pem);
    } catch (IOException | CertificateException e) {
      return false;
    }
  }

  private static boolean parses(String pem) throws CertificateException {
    byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
    return !CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(bytes))
        .isEmpty();
  }
}
