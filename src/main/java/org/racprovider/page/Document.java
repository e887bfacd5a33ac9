package org.racprovider.page;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import org.racprovider.http.Reply;

/** A file as an answer. Whatever a browser makes of it, it reaches no host but this one. */
record Document(String mediaType, Buffer content) implements Reply {

  private static final String POLICY =
      "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  @Override
  public void send(RoutingContext context) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, mediaType)
        .putHeader(HttpHeaders.CACHE_CONTROL, "max-age=300")
        .putHeader("Content-Security-Policy", POLICY)
        .end(content);
  }
}
