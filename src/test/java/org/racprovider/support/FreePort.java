package org.racprovider.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds free ports for servers. */
public final class FreePort {

  private static final int FIRST = 20_000;
  private static final int RANGE = 3_000;

  /** Each of the concurrent test processes uses its own range. */
  private static final int FORK = Integer.getInteger("surefire.forkNumber", 1) % 4;

  private FreePort() {}

  /**
   * A port of the loopback interface that is free now. It is below the range of ephemeral ports.
   */
  public static int find() {
    int port;
    do {
      port = FIRST + FORK * RANGE + ThreadLocalRandom.current().nextInt(RANGE);
    } while (isTaken(port));
    return port;
  }

  private static boolean isTaken(int port) {
    try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return !free.isBound();
    } catch (IOException taken) {
      return true;
    }
  }
}
