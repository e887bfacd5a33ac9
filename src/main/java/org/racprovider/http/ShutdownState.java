package org.racprovider.http;

/**
 * Whether the server is about to stop. If so, its readiness probe fails, and each response asks the
 * client to use another connection. Shared by all event loops.
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
