package org.racprovider.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The headers of every response (contract 2.10): security headers, HSTS over TLS, and {@code
 * X-authentik-id}, a random request id that is also in the log.
 */
final class ResponseHeaders {

  private static final Map<CharSequence, CharSequence> HEADERS =
      Map.of(
          HttpHeaders.createOptimized("X-Content-Type-Options"),
          HttpHeaders.createOptimized("nosniff"),
          HttpHeaders.createOptimized("X-Frame-Options"),
          HttpHeaders.createOptimized("DENY"),
          HttpHeaders.createOptimized("Referrer-Policy"),
          HttpHeaders.createOptimized("same-origin"),
          HttpHeaders.VARY,
          HttpHeaders.createOptimized("Accept-Encoding, Cookie"));

  private static final CharSequence STRICT_TRANSPORT_SECURITY =
      HttpHeaders.createOptimized("Strict-Transport-Security");
  private static final CharSequence ONE_YEAR = HttpHeaders.createOptimized("max-age=31536000");
  private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-authentik-id");
  private static final HexFormat HEX = HexFormat.of();

  private ResponseHeaders() {}

  static void add(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    HEADERS.forEach(response::putHeader);
    // vertx-web derives request.isSSL() from several headers, for every request.
    if (request.connection().isSsl()) {
      response.putHeader(STRICT_TRANSPORT_SECURITY, ONE_YEAR);
    }
    response.putHeader(REQUEST_ID, randomId());
  }

  static String requestId(RoutingContext context) {
    return context.response().headers().get(REQUEST_ID);
  }

  private static String randomId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong());
  }
}
