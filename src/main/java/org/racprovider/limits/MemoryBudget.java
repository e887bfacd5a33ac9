package org.racprovider.limits;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that clients may make the server hold, in bytes of heap. Each share is a fraction of
 * the largest heap that the JVM may use, so that all shares together leave enough for the server
 * itself. What goes to the database or comes from it also passes through direct memory, so its
 * shares are not larger than that allows. A caller that gets no memory must refuse or close what
 * would need it. Shared by all threads.
 */
public final class MemoryBudget {

  /**
   * A body or row is twice in direct memory while a buffer grows, once for the statement and once
   * for its event; but a share counts four bytes of heap for each of its bytes.
   */
  private static final double PART_OF_DIRECT = 0.375;

  /** What the memory is for, and the divisor of the heap. */
  public enum Share {
    /** Open connections, without what their clients have sent. */
    CONNECTIONS(16),
    /**
     * What clients have sent of TLS handshakes, headers, pipelined requests and WebSocket messages,
     * before it is processed.
     */
    INPUT(16),
    /** Request bodies, with what they cost once they are decoded. */
    BODIES(8),
    /** Rows and events that were read for a response. */
    PAGES(8),
    /** Responses and streams that their clients have not taken yet. */
    OUTPUT(8);

    private final int divisor;

    Share(int divisor) {
      this.divisor = divisor;
    }
  }

  private final Map<Share, Long> limits = new EnumMap<>(Share.class);
  private final Map<Share, AtomicLong> reserved = new EnumMap<>(Share.class);

  /**
   * @param heapBytes the largest heap that the JVM may use
   * @param directBytes how much direct memory it may use
   */
  public MemoryBudget(long heapBytes, long directBytes) {
    for (Share share : Share.values()) {
      limits.put(share, heapBytes / share.divisor);
      reserved.put(share, new AtomicLong());
    }
    long most = (long) (PART_OF_DIRECT * directBytes);
    limits.computeIfPresent(Share.BODIES, (share, limit) -> Math.min(limit, most));
    limits.computeIfPresent(Share.PAGES, (share, limit) -> Math.min(limit, most));
  }

  /** Reserves memory; returns false if the share does not have as much. */
  public boolean tryReserve(Share share, long bytes) {
    if (reserved.get(share).addAndGet(bytes) <= limits.get(share)) {
      return true;
    }
    release(share, bytes);
    return false;
  }

  /** Reserves memory that is in use already, even beyond the limit. The caller must free some. */
  public void reserve(Share share, long bytes) {
    reserved.get(share).addAndGet(bytes);
  }

  public void release(Share share, long bytes) {
    reserved.get(share).addAndGet(-bytes);
  }

  public long limit(Share share) {
    return limits.get(share);
  }

  public long reserved(Share share) {
    return reserved.get(share).get();
  }
}
