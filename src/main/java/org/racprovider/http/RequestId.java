package org.racprovider.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** The id of a request, which finds it in the log: sent back as {@code X-authentik-id}. */
final class RequestId {

  private static final CharSequence HEADER = HttpHeaders.createOptimized("X-authentik-id");
  private static final HexFormat HEX = HexFormat.of();

  private RequestId() {}

  static void assign(HttpServerResponse response) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    String id = HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong());
    response.putHeader(HEADER, id);
  }

  static String of(RoutingContext context) {
    return context.response().headers().get(HEADER);
  }
}
