package org.racprovider.limits;

/** The memory that one task has reserved for its caller. Not safe for use by several threads. */
public final class Reservation {

  private final CallerMemory memory;
  private final String caller;
  private long bytes;

  /** A reservation of no bytes. */
  public Reservation(CallerMemory memory, String caller) {
    this.memory = memory;
    this.caller = caller;
  }

  /** Makes it larger or smaller; returns false, and changes nothing, if there is not as much. */
  public boolean tryResize(long newBytes) {
    if (newBytes > bytes && !memory.tryReserve(caller, newBytes - bytes)) {
      return false;
    }
    if (newBytes < bytes) {
      memory.release(caller, bytes - newBytes);
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
