package org.racprovider.http.limits;

import java.util.concurrent.atomic.AtomicLong;

/** The output of one connection that its client has not taken yet. */
public final class UnreadOutput {

  private static final long CLOSED = -1;

  private final OutputLimit limit;
  private final Runnable close;
  private final AtomicLong charged = new AtomicLong();
  private long inChannel;
  private long written;
  private volatile long lastProgress;

  /**
   * @param close closes the connection at once, from any thread
   */
  UnreadOutput(OutputLimit limit, Runnable close) {
    this.limit = limit;
    this.close = close;
  }

  /** Sets the bytes that the channel holds. */
  void set(long bytes) {
    inChannel = bytes;
    charge();
  }

  /** Notes that the client has taken some output. */
  void progressed() {
    lastProgress = System.nanoTime();
  }

  /**
   * Adds bytes that the server has written and the client has not taken; negative when it has taken
   * them. Necessary for output that may wait before it reaches the channel.
   */
  public void add(long bytes) {
    written += bytes;
    charge();
  }

  /** What the channel holds was written before, so the two are not added. */
  private void charge() {
    long bytes = Math.max(inChannel, written);
    long before = charged.get();
    if (before == 0 && bytes > 0) {
      progressed();
    }
    while (before != CLOSED && before != bytes) {
      if (charged.compareAndSet(before, bytes)) {
        limit.changed(this, before, bytes);
        return;
      }
      before = charged.get();
    }
  }

  /** Whether it was released. */
  boolean isClosed() {
    return charged.get() == CLOSED;
  }

  /** For how many nanoseconds the client has taken nothing of the output that waits for it. */
  long nanosWithoutProgress(long now) {
    return charged.get() > 0 ? now - lastProgress : 0;
  }

  /** How much of the memory is taken, and for how long. */
  double weight(long now) {
    return (double) charged.get() * nanosWithoutProgress(now);
  }

  /** Closes the connection at once, without waiting until its client has taken the output. */
  public void closeNow() {
    release();
    close.run();
  }

  /** Must be called when the connection is closed. Nothing is charged for it afterwards. */
  void release() {
    long before = charged.getAndSet(CLOSED);
    if (before > 0) {
      limit.changed(this, before, 0);
    }
  }
}
