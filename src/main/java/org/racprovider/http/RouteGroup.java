package org.racprovider.http;

/** The routes of one part of the API. Each event loop has an instance of its own. */
public interface RouteGroup {

  /** Mounts the resources at their paths. */
  void mount(ApiRouter router);

  /** Closes open streams, so that the server can stop without waiting for them. */
  default void close() {}
}
