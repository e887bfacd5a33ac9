package org.racprovider.limits;

import org.racprovider.limits.MemoryBudget.Share;

/** The memory of a share that one task has reserved. Not safe for use by several threads. */
public final class Reservation {

  private final MemoryBudget memory;
  private final Share share;
  private long bytes;

  /** A reservation of no bytes. */
  public Reservation(MemoryBudget memory, Share share) {
    this.memory = memory;
    this.share = share;
  }

  /** Makes it larger or smaller; returns false, and changes nothing, if there is not as much. */
  public boolean tryResize(long newBytes) {
    if (newBytes > bytes && !memory.tryReserve(share, newBytes - bytes)) {
      return false;
    }
    if (newBytes < bytes) {
      memory.release(share, bytes - newBytes);
    }
    bytes = newBytes;
    return true;
  }

  /** Makes it larger; returns false, and changes nothing, if there is not as much. */
  public boolean tryGrow(long moreBytes) {
    return tryResize(bytes + moreBytes);
  }

  /** Gives the memory back. It may be called again. */
  public void release() {
    tryResize(0);
  }
}
