package org.racprovider.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where and how HTTP is served.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 takes a free one
 * @param basePath the path before {@code /providers/rac/}: empty, or with a leading but no trailing
 *     slash
 * @param tls the certificate for HTTPS; if present, plain HTTP is not served
 * @param shutdownDelay how long requests are still accepted after the readiness probe starts to
 *     fail
 * @param shutdownTimeout how long requests in flight may take to end after that
 */
public record HttpConfig(
    String host,
    int port,
    String basePath,
    Optional<TlsConfig> tls,
    HttpLimits limits,
    Duration shutdownDelay,
    Duration shutdownTimeout) {

  /**
   * The limits on what clients may use.
   *
   * @param bodyBytes the maximum size of a request body
   * @param headerBytes the maximum size of the request line, and of all headers
   * @param connections the maximum number of open connections
   * @param requests the maximum number of requests that are served at once
   * @param requestsPerSubject the maximum number of requests of one caller that are served at once
   * @param headerTime how long the first request may take to arrive on a new connection
   * @param bodyTime how long a body may take to arrive
   * @param idleTime how long a connection may be silent; also how long the next request on it may
   *     take to arrive, unless one of the other two is longer
   */
  public record HttpLimits(
      int bodyBytes,
      int headerBytes,
      int connections,
      int requests,
      int requestsPerSubject,
      Duration headerTime,
      Duration bodyTime,
      Duration idleTime) {}

  /** The port in a form that lets several instances listen on the same free port. */
  public int sharedPort() {
    // All instances of Vert.x share one random port if the port is negative, but not if it is 0.
    return port == 0 ? -1 : port;
  }

  static HttpConfig of(ResolvedSettings values) {
    return new HttpConfig(
        values.string(Setting.HTTP_HOST),
        values.integer(Setting.HTTP_PORT),
        values.string(Setting.HTTP_BASE_PATH),
        tls(values),
        limits(values),
        values.duration(Setting.HTTP_SHUTDOWN_DELAY),
        values.duration(Setting.HTTP_SHUTDOWN_TIMEOUT));
  }

  /** Empty unless both files are set. */
  static Optional<TlsConfig> tls(ResolvedSettings values) {
    Optional<Path> key = values.optionalPath(Setting.HTTP_TLS_KEY);
    return values
        .optionalPath(Setting.HTTP_TLS_CERT)
        .flatMap(certificate -> key.map(file -> new TlsConfig(certificate, file)));
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
}
