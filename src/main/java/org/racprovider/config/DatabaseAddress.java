package org.racprovider.config;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The address of a database, the user who logs in, and how the server's certificate is verified.
 *
 * @param url {@code postgresql://user:password@host:port/database?sslmode=…}, secret
 * @param ca the PEM file of the authorities that sslmode {@code verify-ca} and {@code verify-full}
 *     trust
 */
public record DatabaseAddress(String url, Optional<Path> ca) {

  private static final String APPLICATION = "rac-provider-server";

  /** Replaces the driver's default properties, one of which PgBouncer refuses. */
  private static final Map<String, String> PROPERTIES =
      Map.of("application_name", APPLICATION, "client_encoding", "utf8", "DateStyle", "ISO");

  private static final Set<String> SCHEMES = Set.of("postgresql", "postgres");
  private static final Set<String> SSL_MODES =
      Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");
  private static final String FORM =
      "must be of the form postgresql://user:password@host:port/database?sslmode=…"
          + " (percent-encode other characters than letters and digits in the user and password)";

  /** An address that uses the CA file only if its sslmode verifies the certificate. */
  static DatabaseAddress of(String url, Optional<Path> ca) {
    return new DatabaseAddress(url, verifiesCertificate(url) ? ca : Optional.empty());
  }

  /**
   * Returns the URL if both drivers, that of Vert.x and JDBC, can use it.
   *
   * @throws IllegalArgumentException with the reason, without the URL because it holds a password
   */
  static String checkUrl(String url) {
    URI uri = parseUri(url);
    if (!isComplete(uri) || !isReadableByDriver(url)) {
      throw new IllegalArgumentException(FORM);
    }
    if (uri.getQuery() != null) {
      for (String parameter : uri.getQuery().split("&")) {
        checkParameter(parameter);
      }
    }
    return url;
  }

  /** Whether the sslmode of a valid URL verifies the server's certificate. */
  static boolean verifiesCertificate(String url) {
    SslMode mode = PgConnectOptions.fromUri(url).getSslMode();
    return mode == SslMode.VERIFY_CA || mode == SslMode.VERIFY_FULL;
  }

  private static URI parseUri(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(FORM);
    }
  }

  private static boolean isComplete(URI uri) {
    return uri.getScheme() != null
        && SCHEMES.contains(uri.getScheme())
        && uri.getHost() != null
        && uri.getUserInfo() != null
        && uri.getPath().length() > 1
        && uri.getFragment() == null;
  }

  private static boolean isReadableByDriver(String url) {
    int query = url.indexOf('?');
    try {
      PgConnectOptions.fromUri(query < 0 ? url : url.substring(0, query));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The drivers silently ignore a parameter that they do not know, such as sslrootcert. */
  private static void checkParameter(String parameter) {
    String name = parameter.replaceFirst("=.*", "");
    if (!name.equals("sslmode")) {
      throw new IllegalArgumentException(
          "must not have the parameter %s, only sslmode; a CA is named by RAC_DATABASE_CA"
              .formatted(name));
    }
    if (!SSL_MODES.contains(parameter.substring(parameter.indexOf('=') + 1))) {
      throw new IllegalArgumentException(
          "its sslmode must be disable, allow, prefer, require, verify-ca or verify-full");
    }
  }

  /** For the Vert.x driver. */
  PgConnectOptions connectOptions() {
    PgConnectOptions options = parsed().setProperties(new HashMap<>(PROPERTIES));
    return switch (options.getSslMode()) {
      case DISABLE -> options;
      // As in libpq, these modes encrypt but do not verify the certificate.
      case ALLOW, PREFER, REQUIRE ->
          options.setSslOptions(new ClientSSLOptions().setTrustAll(true));
      case VERIFY_CA -> options.setSslOptions(trustingCa());
      case VERIFY_FULL ->
          options.setSslOptions(trustingCa().setHostnameVerificationAlgorithm("HTTPS"));
    };
  }

  private ClientSSLOptions trustingCa() {
    return new ClientSSLOptions()
        .setTrustOptions(new PemTrustOptions().addCertPath(ca.orElseThrow().toString()));
  }

  /** For JDBC, without user and password. */
  public String jdbcUrl() {
    PgConnectOptions options = parsed();
    String host = options.getHost();
    return "jdbc:postgresql://%s:%d/%s?sslmode=%s%s&ApplicationName=%s&tcpKeepAlive=true"
        .formatted(
            host.contains(":") ? "[" + host + "]" : host,
            options.getPort(),
            encoded(options.getDatabase()),
            options.getSslMode().value,
            ca.map(file -> "&sslrootcert=" + encoded(file.toString())).orElse(""),
            APPLICATION);
  }

  public String user() {
    return parsed().getUser();
  }

  public String password() {
    return parsed().getPassword();
  }

  /** {@code host:port/database}, for messages and logs; it holds no secret. */
  @Override
  public String toString() {
    PgConnectOptions options = parsed();
    return options.getHost() + ":" + options.getPort() + "/" + options.getDatabase();
  }

  private PgConnectOptions parsed() {
    return PgConnectOptions.fromUri(url);
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
