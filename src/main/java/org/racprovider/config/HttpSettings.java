package org.racprovider.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The settings {@code http.*}, taken together. */
final class HttpSettings {

  private HttpSettings() {}

  static HttpConfig of(ResolvedSettings values) {
    return new HttpConfig(
        values.text(Setting.HTTP_HOST),
        values.integer(Setting.HTTP_PORT),
        values.text(Setting.HTTP_BASE_PATH),
        tls(values),
        limits(values),
        values.duration(Setting.HTTP_SHUTDOWN_DELAY),
        values.duration(Setting.HTTP_SHUTDOWN_TIMEOUT));
  }

  private static HttpLimits limits(ResolvedSettings values) {
    return new HttpLimits(
        values.integer(Setting.HTTP_MAX_BODY_BYTES),
        values.integer(Setting.HTTP_MAX_HEADER_BYTES),
        values.integer(Setting.HTTP_MAX_CONNECTIONS),
        values.integer(Setting.HTTP_MAX_REQUESTS),
        values.integer(Setting.HTTP_MAX_REQUESTS_PER_SUBJECT),
        values.duration(Setting.HTTP_HEADER_TIMEOUT),
        values.duration(Setting.HTTP_BODY_TIMEOUT),
        values.duration(Setting.HTTP_IDLE_TIMEOUT));
  }

  private static Optional<TlsConfig> tls(ResolvedSettings values) {
    Optional<Path> key = values.optionalPath(Setting.HTTP_TLS_KEY);
    return values
        .optionalPath(Setting.HTTP_TLS_CERT)
        .flatMap(certificate -> key.map(file -> new TlsConfig(certificate, file)));
  }

  /** Where settings need each other; those that could not be read have been complained of. */
  static void check(ResolvedSettings values, List<String> problems) {
    Optional<Path> certificate = values.optionalPath(Setting.HTTP_TLS_CERT);
    Optional<Path> key = values.optionalPath(Setting.HTTP_TLS_KEY);
    if (certificate.isPresent() != key.isPresent()) {
      problems.add("http: set RAC_HTTP_TLS_CERT and RAC_HTTP_TLS_KEY, or neither");
    }
    try {
      tls(values).ifPresent(TlsConfig::read);
    } catch (IllegalArgumentException e) {
      problems.add("http (RAC_HTTP_TLS_CERT, RAC_HTTP_TLS_KEY): " + e.getMessage());
    }
  }
}
