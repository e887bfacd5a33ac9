package org.racprovider.http.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.racprovider.limits.MemoryBudget;
import org.racprovider.limits.MemoryBudget.Share;
import org.racprovider.support.Memory;

class OutputLimitTest {

  private final MemoryBudget memory = Memory.of(1 << 20);
  private final OutputLimit limit = new OutputLimit(memory);
  private final AtomicInteger closed = new AtomicInteger();
  private final UnreadOutput output = limit.connection(closed::incrementAndGet);

  @Test
  void closesOutputBeyondTheLimit() {
    output.set(1);
    exceedLimit();
    assertThat(closed).hasValue(1);
  }

  @Test
  void forgetsOutputThatIsReleased() {
    output.set(1);
    output.release();
    exceedLimit();
    assertThat(closed).hasValue(0);
  }

  /** The two threads have charged the output in one order, and report this in the other one. */
  @Test
  void forgetsOutputThatIsReleasedWhileItIsCharged() {
    output.release();
    limit.changed(output, 1, 0);
    limit.changed(output, 0, 1);
    exceedLimit();
    assertThat(closed).hasValue(0);
    output.release();
    assertThat(memory.reserved(Share.OUTPUT)).isEqualTo(memory.limit(Share.OUTPUT));
  }

  private void exceedLimit() {
    memory.reserve(Share.OUTPUT, memory.limit(Share.OUTPUT));
    limit.connection(() -> {}).set(1);
  }
}
