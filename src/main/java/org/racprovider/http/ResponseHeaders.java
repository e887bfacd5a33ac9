package org.racprovider.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;

/** The headers of every answer (contract 2.10). */
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

  private ResponseHeaders() {}

  static void add(HttpServerResponse response) {
    HEADERS.forEach(response::putHeader);
    RequestId.assign(response);
  }
}
