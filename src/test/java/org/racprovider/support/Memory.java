package org.racprovider.support;

import org.racprovider.limits.CallerMemory;
import org.racprovider.limits.MemoryBudget;
import org.racprovider.limits.MemoryBudget.Share;

/** Budgets for tests that do not limit the memory. */
public final class Memory {

  private Memory() {}

  /** The budget of this JVM. */
  public static MemoryBudget budget() {
    return of(Runtime.getRuntime().maxMemory());
  }

  /** A budget for as much direct memory as heap. */
  public static MemoryBudget of(long bytes) {
    return new MemoryBudget(bytes, bytes);
  }

  /** The memory for pages of this JVM. */
  public static CallerMemory pages() {
    return new CallerMemory(budget(), Share.PAGES);
  }
}
