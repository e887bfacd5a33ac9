package org.racprovider.config;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a database is, who logs in, and how it is known to be the right one.
 *
 * @param url {@code postgresql://user:password@host:port/database?sslmode=…}, secret
 * @param ca the PEM file of whom sslmode {@code verify-ca} and {@code verify-full} trust
 */
public record DatabaseAddress(String url, Optional<Path> ca) {

  private static final String APPLICATION = "rac-provider-server";

  /** Fewer than the driver's own, of which PgBouncer refuses one. */
  private static final Map<String, String> PROPERTIES =
      Map.of("application_name", APPLICATION, "client_encoding", "utf8", "DateStyle", "ISO");

  /** For the Vert.x driver. */
  PgConnectOptions connectOptions() {
    PgConnectOptions options = parsed().setProperties(new HashMap<>(PROPERTIES));
    return switch (options.getSslMode()) {
      case DISABLE -> options;
      // As libpq has it, these encrypt and verify nothing.
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

  /** Fit for a log: {@code host:port/database}. */
  public String place() {
    PgConnectOptions options = parsed();
    return options.getHost() + ":" + options.getPort() + "/" + options.getDatabase();
  }

  private PgConnectOptions parsed() {
    return PgConnectOptions.fromUri(url);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return place();
  }
}
