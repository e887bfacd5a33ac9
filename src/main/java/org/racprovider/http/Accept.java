package org.racprovider.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Set;
import org.racprovider.bus.Failure;

/** Content negotiation: the answer is JSON, or a refusal (contract 2.10). */
final class Accept {

  private static final Set<String> COVERING_JSON =
      Set.of("*/*", "application/*", "application/json");

  private Accept() {}

  /**
   * @throws Failure 406 for an Accept header without JSON, 404 for another {@code ?format=}
   */
  static void requireJson(HttpServerRequest request) {
    String accept = request.getHeader("accept");
    if (accept != null && !coversJson(accept)) {
      throw Failure.of(Failure.Kind.NOT_ACCEPTABLE, "Could not satisfy the request Accept header.");
    }
    String query = request.query();
    if (query != null && query.contains("format=") && !isJson(request.getParam("format"))) {
      throw Failure.notFound();
    }
  }

  private static boolean isJson(String format) {
    return format == null || format.isEmpty() || format.equals("json");
  }

  private static boolean coversJson(String accept) {
    for (String range : accept.split(",")) {
      String mediaType = range.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
      if (COVERING_JSON.contains(mediaType)) {
        return true;
      }
    }
    return false;
  }
}
