package org.racprovider.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.racprovider.limits.MemoryBudget.Share;
import org.racprovider.support.Memory;

class MemoryBudgetTest {

  private static final long HEAP = 96 << 20;

  private final MemoryBudget memory = Memory.of(HEAP);

  @Test
  void refusesMoreThanAShareHas() {
    long limit = memory.limit(Share.BODIES);

    assertThat(memory.tryReserve(Share.BODIES, limit)).isTrue();
    assertThat(memory.tryReserve(Share.BODIES, 1)).isFalse();
    assertThat(memory.reserved(Share.BODIES)).isEqualTo(limit);
    assertThat(memory.tryReserve(Share.PAGES, 1)).isTrue();
  }

  @Test
  void givesReleasedMemoryAgain() {
    long limit = memory.limit(Share.OUTPUT);
    assertThat(memory.tryReserve(Share.OUTPUT, limit)).isTrue();

    memory.release(Share.OUTPUT, limit);

    assertThat(memory.tryReserve(Share.OUTPUT, limit)).isTrue();
  }

  @Test
  void allSharesLeaveHalfOfTheHeap() {
    assertThat(Stream.of(Share.values()).mapToLong(memory::limit).sum())
        .isPositive()
        .isLessThanOrEqualTo(HEAP / 2);
  }

  @Test
  void limitsWhatPassesThroughLittleDirectMemory() {
    MemoryBudget small = new MemoryBudget(HEAP, HEAP / 12);

    assertThat(small.limit(Share.BODIES)).isEqualTo(HEAP / 32);
    assertThat(small.limit(Share.PAGES)).isEqualTo(HEAP / 32);
    assertThat(small.limit(Share.OUTPUT)).isEqualTo(memory.limit(Share.OUTPUT));
  }
}
