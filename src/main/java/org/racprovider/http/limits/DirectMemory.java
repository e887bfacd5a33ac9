package org.racprovider.http.limits;

import io.netty.util.internal.PlatformDependent;

/**
 * The direct memory that Netty has allocated for its buffers. The JVM does not see what Netty
 * counts itself.
 */
public final class DirectMemory {

  private DirectMemory() {}

  /** In bytes; not a number if Netty does not count. */
  public static double used() {
    long bytes = PlatformDependent.usedDirectMemory();
    return bytes < 0 ? Double.NaN : bytes;
  }

  /** In bytes. */
  public static long limit() {
    return PlatformDependent.maxDirectMemory();
  }
}
