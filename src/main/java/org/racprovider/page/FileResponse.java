package org.racprovider.page;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.racprovider.http.ApiResponse;

/**
 * A response with the content of a file. It is sent in chunks, so that a slow client does not keep
 * a copy of the whole file in memory. Its content security policy allows no requests to other
 * hosts.
 */
record FileResponse(String mediaType, Buffer content) implements ApiResponse {

  private static final int CHUNK = 16 << 10;

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
    int remaining = content.length() - from;
    if (remaining <= CHUNK) {
      response.end(content.slice(from, content.length()));
      return;
    }
    response
        .write(content.slice(from, from + CHUNK))
        .onSuccess(written -> write(response, from + CHUNK));
  }
}
