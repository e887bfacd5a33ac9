package org.racprovider.limits;

import java.util.HashMap;
import java.util.Map;
import org.racprovider.limits.MemoryBudget.Share;

/**
 * Divides one share of the memory among callers. A caller may hold at most twice as much as is
 * still free: alone two thirds, together with others less. So neither one caller nor several can
 * use up all of it. Shared by all threads.
 */
public final class CallerMemory {

  private static final int TIMES_THE_FREE_MEMORY = 2;

  private final MemoryBudget memory;
  private final Share share;
  private final Map<String, Long> held = new HashMap<>();

  /** There must be only one for each share. */
  public CallerMemory(MemoryBudget memory, Share share) {
    this.memory = memory;
    this.share = share;
  }

  /** The size of the share. */
  public long limit() {
    return memory.limit(share);
  }

  /** Reserves memory for a caller; returns false if it may not have as much now. */
  public synchronized boolean tryReserve(String caller, long bytes) {
    long free = limit() - memory.reserved(share) - bytes;
    if (held(caller) + bytes > TIMES_THE_FREE_MEMORY * free || !memory.tryReserve(share, bytes)) {
      return false;
    }
    held.merge(caller, bytes, Long::sum);
    return true;
  }

  public synchronized void release(String caller, long bytes) {
    memory.release(share, bytes);
    held.computeIfPresent(caller, (key, all) -> all == bytes ? null : all - bytes);
  }

  /** What a caller holds. */
  public synchronized long held(String caller) {
    return held.getOrDefault(caller, 0L);
  }
}
