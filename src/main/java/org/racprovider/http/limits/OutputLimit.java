package org.racprovider.http.limits;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.racprovider.limits.MemoryBudget;
import org.racprovider.limits.MemoryBudget.Share;

/**
 * Limits the output that all clients together have not taken. Beyond the limit it closes the
 * connections that hold the most for the longest time without progress, so a client that reads
 * keeps its connection. Shared by all event loops.
 */
final class OutputLimit {

  private final MemoryBudget memory;
  private final Set<UnreadOutput> holding = ConcurrentHashMap.newKeySet();

  OutputLimit(MemoryBudget memory) {
    this.memory = memory;
  }

  /**
   * @param close closes the connection at once, from any thread
   */
  UnreadOutput connection(Runnable close) {
    return new UnreadOutput(this, close);
  }

  void changed(UnreadOutput output, long before, long after) {
    if (before == 0) {
      hold(output);
    } else if (after == 0) {
      holding.remove(output);
    }
    if (after < before) {
      memory.release(Share.OUTPUT, before - after);
    } else if (!memory.tryReserve(Share.OUTPUT, after - before)) {
      memory.reserve(Share.OUTPUT, after - before);
      closeGreediest();
    }
  }

  /** Another thread may close the output meanwhile, and remove it before it is added. */
  private void hold(UnreadOutput output) {
    holding.add(output);
    if (output.isClosed()) {
      holding.remove(output);
    }
  }

  /** Closes more than it must, so that the next output does not search again. */
  private synchronized void closeGreediest() {
    long limit = memory.limit(Share.OUTPUT);
    if (memory.reserved(Share.OUTPUT) <= limit) {
      return;
    }
    for (UnreadOutput output : greediestFirst()) {
      if (memory.reserved(Share.OUTPUT) <= limit - limit / 16) {
        return;
      }
      output.closeNow();
    }
  }

  private List<UnreadOutput> greediestFirst() {
    long now = System.nanoTime();
    record Weighed(UnreadOutput output, double weight) {}
    return holding.stream()
        .map(output -> new Weighed(output, output.weight(now)))
        .sorted(Comparator.comparingDouble(Weighed::weight).reversed())
        .map(Weighed::output)
        .toList();
  }
}
