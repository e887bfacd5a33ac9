package org.racprovider.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import org.racprovider.bus.Failure;

/** Content negotiation: one media type, or a refusal (contract 2.10). */
final class Accept {

  private Accept() {}

  /**
   * @throws Failure 406 for an Accept header without the media type, 404 for a {@code ?format=}
   *     other than JSON
   */
  static void require(String mediaType, HttpServerRequest request) {
    String accept = request.getHeader("accept");
    if (accept != null && !covers(accept, mediaType)) {
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

  private static boolean covers(String accept, String mediaType) {
    for (String item : accept.split(",")) {
      String range = item.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
      if (range.equals("*/*") || range.equals(mediaType) || isWholeType(range, mediaType)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWholeType(String range, String mediaType) {
    return range.endsWith("/*") && mediaType.startsWith(range.substring(0, range.length() - 1));
  }
}
