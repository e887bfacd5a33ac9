package org.racprovider.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;

/** The headers of every answer (contract 2.10), and HSTS over TLS. */
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

  private ResponseHeaders() {}

  static void add(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    HEADERS.forEach(response::putHeader);
    if (request.isSSL()) {
      response.putHeader(STRICT_TRANSPORT_SECURITY, ONE_YEAR);
    }
    RequestId.assign(response);
  }
}
