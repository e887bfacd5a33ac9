package org.racprovider.http;

import io.vertx.core.net.ServerSSLOptions;
import java.util.List;

/**
 * The cipher suites of HTTPS: those with authenticated encryption. Java also enables some with CBC
 * and SHA-1.
 */
final class CipherSuites {

  private static final List<String> AUTHENTICATED =
      List.of(
          "TLS_AES_256_GCM_SHA384",
          "TLS_AES_128_GCM_SHA256",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

  private CipherSuites() {}

  /** Disables all others. */
  static ServerSSLOptions enable(ServerSSLOptions options) {
    AUTHENTICATED.forEach(options::addEnabledCipherSuite);
    return options;
  }
}
