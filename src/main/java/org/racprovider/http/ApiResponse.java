package org.racprovider.http;

import io.vertx.ext.web.RoutingContext;

/** How an admitted request is answered: at once, by an {@link JsonResponse}, or by a stream. */
public interface ApiResponse {

  /** Begins to answer; from here on failures are the reply's own affair. */
  void send(RoutingContext context);

  /** Whether it goes on until the client leaves. */
  default boolean isStream() {
    return false;
  }
}
