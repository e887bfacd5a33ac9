package org.racprovider.http;

/**
 * Whether the server is about to stop: then it says that it is not ready, and asks its clients to
 * come back on other connections. Shared by all event loops.
 */
public final class ShutdownState {

  private volatile boolean begun;

  public void begin() {
    begun = true;
  }

  boolean hasBegun() {
    return begun;
  }
}
