package org.racprovider.http;

import io.vertx.ext.web.RoutingContext;

/** The response to an admitted request, such as a {@link JsonResponse} or a stream. */
public interface ApiResponse {

  /** Starts to send the response, which handles all failures from then on. */
  void send(RoutingContext context);

  /** Whether it continues until the client disconnects. */
  default boolean isStream() {
    return false;
  }
}
