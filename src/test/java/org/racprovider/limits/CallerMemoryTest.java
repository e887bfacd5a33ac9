package org.racprovider.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.racprovider.limits.MemoryBudget.Share;
import org.racprovider.support.Memory;

class CallerMemoryTest {

  private final MemoryBudget budget = Memory.of(8 * 1200);
  private final CallerMemory memory = new CallerMemory(budget, Share.PAGES);

  @Test
  void leavesMemoryFreeForOtherCallers() {
    assertThat(memory.tryReserve("a", 800)).isTrue();
    assertThat(memory.tryReserve("a", 1)).isFalse();
    assertThat(memory.tryReserve("b", 266)).isTrue();
    assertThat(memory.tryReserve("c", 88)).isTrue();
    assertThat(memory.tryReserve("c", 10)).isFalse();
  }

  @Test
  void returnsWhatIsReleased() {
    // Given
    memory.tryReserve("a", 800);

    // When
    memory.release("a", 500);

    // Then
    assertThat(memory.held("a")).isEqualTo(300);
    assertThat(memory.tryReserve("a", 400)).isTrue();
    memory.release("a", 700);
    assertThat(budget.reserved(Share.PAGES)).isZero();
  }
}
