package org.racprovider.config;

import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** The rules of {@code database.url}. No message repeats the URL, for it holds a password. */
final class DatabaseUrl {

  private static final Set<String> SCHEMES = Set.of("postgresql", "postgres");
  private static final Set<String> SSL_MODES =
      Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");
  private static final String FORM =
      "must be of the form postgresql://user:password@host:port/database?sslmode=…"
          + " (percent-encode other characters than letters and digits in the user and password)";

  private DatabaseUrl() {}

  /**
   * The URL itself, when both drivers can use it.
   *
   * @throws IllegalArgumentException with the reason
   */
  static String check(String url) {
    URI uri = uri(url);
    if (!complete(uri) || !readable(url)) {
      throw new IllegalArgumentException(FORM);
    }
    if (uri.getQuery() != null) {
      for (String parameter : uri.getQuery().split("&")) {
        checkParameter(parameter);
      }
    }
    return url;
  }

  /** Whether a correct URL asks for the server's certificate to be verified. */
  static boolean verifies(String url) {
    SslMode mode = PgConnectOptions.fromUri(url).getSslMode();
    return mode == SslMode.VERIFY_CA || mode == SslMode.VERIFY_FULL;
  }

  private static URI uri(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(FORM);
    }
  }

  private static boolean complete(URI uri) {
    return uri.getScheme() != null
        && SCHEMES.contains(uri.getScheme())
        && uri.getHost() != null
        && uri.getUserInfo() != null
        && uri.getPath().length() > 1
        && uri.getFragment() == null;
  }

  private static boolean readable(String url) {
    int query = url.indexOf('?');
    try {
      PgConnectOptions.fromUri(query < 0 ? url : url.substring(0, query));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The drivers drop a parameter that they do not know, such as sslrootcert, without a word. */
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
}
