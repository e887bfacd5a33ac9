package org.racprovider.page;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.racprovider.http.ApiResponse;

/**
 * A file as an answer, sent as fast as it is taken: a slow reader holds no copy of it. Whatever a
 * browser makes of it, it reaches no host but this one.
 */
record FileResponse(String mediaType, Buffer content) implements ApiResponse {

  private static final int PIECE = 64 << 10;

  private static final String POLICY =
      "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  @Override
  public void send(RoutingContext context) {
    HttpServerResponse response = context.response();
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, mediaType)
        .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(content.length()))
        .putHeader(HttpHeaders.CACHE_CONTROL, "max-age=300")
        .putHeader("Content-Security-Policy", POLICY);
    write(response, 0);
  }

  private void write(HttpServerResponse response, int from) {
    int rest = content.length() - from;
    if (rest <= PIECE) {
      response.end(content.slice(from, content.length()));
      return;
    }
    response
        .write(content.slice(from, from + PIECE))
        .onSuccess(written -> write(response, from + PIECE));
  }
}
