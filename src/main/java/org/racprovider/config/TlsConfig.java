package org.racprovider.config;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import javax.net.ssl.X509KeyManager;

/**
 * The certificate of the server.
 *
 * @param certificate PEM file with the certificate chain
 * @param key PEM file with the private key
 */
public record TlsConfig(Path certificate, Path key) {

  private static final byte[] SAMPLE = {1, 2, 3};

  /**
   * Reads both files. Blocks.
   *
   * @throws IllegalArgumentException with the reason, if they hold no matching certificate and key
   */
  public KeyCertOptions read() {
    PemKeyCertOptions pair =
        new PemKeyCertOptions().addCertValue(content(certificate)).addKeyValue(content(key));
    if (!isPair(manager(pair))) {
      throw unusable();
    }
    return pair;
  }

  private static Buffer content(Path file) {
    try {
      return Buffer.buffer(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read the file " + file);
    }
  }

  /** Needs no Vert.x instance, because the pair holds contents, not paths. */
  private static X509KeyManager manager(PemKeyCertOptions pair) {
    try {
      return (X509KeyManager) pair.getKeyManagerFactory(null).getKeyManagers()[0];
    } catch (Exception e) {
      throw unusable();
    }
  }

  private static IllegalArgumentException unusable() {
    return new IllegalArgumentException(
        "must be PEM files with RSA or EC certificates and the private key that fits");
  }

  private static boolean isPair(X509KeyManager manager) {
    return Stream.of("RSA", "EC")
        .map(type -> manager.getServerAliases(type, null))
        .filter(aliases -> aliases != null)
        .anyMatch(
            aliases ->
                isPair(
                    manager.getPrivateKey(aliases[0]), manager.getCertificateChain(aliases[0])[0]));
  }

  private static boolean isPair(PrivateKey key, X509Certificate certificate) {
    String algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(SAMPLE);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(SAMPLE);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
