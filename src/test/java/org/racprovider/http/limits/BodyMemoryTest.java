package org.racprovider.http.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.racprovider.limits.MemoryBudget;
import org.racprovider.limits.MemoryBudget.Share;
import org.racprovider.support.Memory;

class BodyMemoryTest {

  private static final long LIMIT = 1200;

  private final MemoryBudget budget = Memory.of(8 * LIMIT);
  private final BodyMemory memory = new BodyMemory(budget);
  private final List<String> givenUp = new ArrayList<>();

  @Test
  void allowsOneCallerTwoThirds() {
    assertThat(process(begin("a"), LIMIT * 2 / 3)).isTrue();
    assertThat(memory.tryReserve(begin("a"), 1)).isFalse();
  }

  @Test
  void leavesMemoryFreeForOthers() {
    assertThat(process(begin("a"), 800)).isTrue();
    assertThat(process(begin("b"), 266)).isTrue();
    assertThat(process(begin("c"), 88)).isTrue();
    assertThat(process(begin("d"), 30)).isTrue();
    assertThat(memory.tryReserve(begin("d"), 10)).isFalse();
  }

  @Test
  void givesUpUnfinishedBodiesOfTheGreediestCaller() {
    // Given
    memory.tryReserve(begin("modest"), 100);
    memory.tryReserve(begin("greedy", "first"), 300);
    memory.tryReserve(begin("greedy", "second"), 300);

    // When
    boolean reserved = process(begin("other"), 380);

    // Then
    assertThat(reserved).isTrue();
    assertThat(givenUp).containsExactly("first");
    assertThat(budget.reserved(Share.BODIES)).isEqualTo(100 + 300 + 380);
  }

  @Test
  void givesUpNoBodyForAGreedierCaller() {
    memory.tryReserve(begin("modest"), 300);

    assertThat(process(begin("greedy"), 850)).isFalse();
    assertThat(givenUp).isEmpty();
  }

  @Test
  void givesUpNoBodyThatIsProcessed() {
    process(begin("greedy"), 800);

    assertThat(process(begin("other"), 300)).isFalse();
    assertThat(givenUp).isEmpty();
  }

  @Test
  void givesUpBodiesOfTheSameCallerOnlyIfUrgent() {
    // Given
    memory.tryReserve(begin("a", "unfinished"), 700);

    // Then
    assertThat(memory.tryReserve(begin("a"), 200)).isFalse();
    assertThat(givenUp).isEmpty();
    BodyMemory.Body complete = begin("a");
    assertThat(memory.tryProcess(complete, 200, false)).isFalse();
    assertThat(givenUp).isEmpty();
    assertThat(memory.tryProcess(complete, 200, true)).isTrue();
    assertThat(givenUp).containsExactly("unfinished");
  }

  @Test
  void givesNoMemoryToABodyThatWasGivenUp() {
    // Given
    BodyMemory.Body greedy = begin("greedy", "greedy");
    memory.tryReserve(greedy, 700);
    process(begin("other"), 400);

    // Then
    assertThat(givenUp).containsExactly("greedy");
    assertThat(memory.tryReserve(greedy, 1)).isFalse();
    assertThat(process(greedy, 1)).isFalse();
  }

  @Test
  void givesReleasedMemoryAgain() {
    // Given
    BodyMemory.Body processed = begin("a");
    process(processed, 800);

    // When
    memory.release(processed);

    // Then
    assertThat(budget.reserved(Share.BODIES)).isZero();
    assertThat(process(begin("a"), 800)).isTrue();
  }

  private boolean process(BodyMemory.Body body, long cost) {
    return memory.tryProcess(body, cost, false);
  }

  private BodyMemory.Body begin(String subject) {
    return begin(subject, subject);
  }

  private BodyMemory.Body begin(String subject, String name) {
    return memory.begin(subject, () -> givenUp.add(name));
  }
}
