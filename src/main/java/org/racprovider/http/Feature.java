package org.racprovider.http;

/** The resources of one feature. */
public interface Feature {

  /** Puts them at their addresses. */
  void mount(ApiRouter router);

  /** Ends what would keep the server from stopping. */
  default void close() {}
}
