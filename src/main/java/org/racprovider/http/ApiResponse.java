package org.racprovider.http;

import io.vertx.ext.web.RoutingContext;

/** The response to an admitted request, such as a {@link JsonResponse} or a stream. */
public interface ApiResponse {

  /** Starts to send the response. From then on the response handles all failures. */
  void send(RoutingContext context);

  /** Whether it continues until the client disconnects. */
  default boolean isStream() {
    return false;
  }
}
