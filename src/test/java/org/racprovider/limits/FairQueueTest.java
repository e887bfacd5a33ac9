package org.racprovider.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Items are strings that begin with their subject. */
class FairQueueTest {

  private final FairQueue<String> queue = new FairQueue<>();

  @Test
  void subjectsTakeTurns() {
    add("a1", "a2", "a3", "b1", "b2", "c1");

    assertThat(queue.size()).isEqualTo(6);
    assertThat(queue.peek()).isEqualTo("a1");
    assertThat(pollAll()).containsExactly("a1", "b1", "c1", "a2", "b2", "a3");
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.peek()).isNull();
  }

  @Test
  void aNewSubjectTakesItsTurnAfterThoseThatWait() {
    // Given
    add("a1", "a2", "a3", "b1");

    // When
    queue.poll();
    add("c1");

    // Then
    assertThat(pollAll()).containsExactly("b1", "a2", "c1", "a3");
  }

  @Test
  void passesOverSubjectsThatMayNotTakeTheirTurn() {
    // Given
    add("a1", "a2", "b1");

    // Then
    assertThat(queue.poll(subject -> subject.equals("b"))).isEqualTo("b1");
    assertThat(queue.poll(subject -> subject.equals("b"))).isNull();
    assertThat(pollAll()).containsExactly("a1", "a2");
  }

  @Test
  void subjectsThatArePassedOverKeepTheirPlace() {
    // Given
    add("a1", "b1", "c1", "c2");

    // When
    String polled = queue.poll(subject -> subject.equals("c"));

    // Then
    assertThat(polled).isEqualTo("c1");
    assertThat(pollAll()).containsExactly("a1", "b1", "c2");

    // Given
    add("a1", "b1", "c1");

    // When
    queue.poll(subject -> false);
    queue.poll(subject -> subject.equals("b"));
    add("d1");

    // Then
    assertThat(pollAll()).containsExactly("a1", "c1", "d1");
  }

  @Test
  void displacesTheNewestItemOfTheLongestSubject() {
    // Given
    add("a1", "b1", "b2", "b3");

    // Then
    assertThat(queue.displaceFor("b")).isEmpty();
    assertThat(queue.displaceFor("a")).contains("b3");
    assertThat(queue.displaceFor("a")).isEmpty();
    assertThat(queue.displaceFor("c")).contains("b2");
    assertThat(queue.displaceFor("c")).isEmpty();
    assertThat(pollAll()).containsExactly("a1", "b1");
  }

  @Test
  void removesTheOldestItemsOfEachSubject() {
    // Given
    add("a1", "b1", "a2", "b2", "c3");

    // When
    List<String> removed = queue.removeOldest(item -> item.compareTo("b2") < 0);

    // Then
    assertThat(removed).containsExactly("a1", "a2", "b1");
    assertThat(queue.oldest()).containsExactly("b2", "c3");
    assertThat(queue.hasOthersThan("b")).isTrue();
    assertThat(queue.size()).isEqualTo(2);
    assertThat(pollAll()).containsExactly("b2", "c3");
    assertThat(queue.hasOthersThan("b")).isFalse();
  }

  @Test
  void servesManySubjects() {
    // Given
    List<String> items = IntStream.range(0, 1000).mapToObj(i -> (char) i + "1").toList();

    // When
    items.forEach(item -> queue.add(item.substring(0, 1), item));

    // Then
    assertThat(pollAll()).isEqualTo(items);
    add("a1");
    assertThat(pollAll()).containsExactly("a1");
  }

  private void add(String... items) {
    for (String item : items) {
      queue.add(item.substring(0, 1), item);
    }
  }

  private List<String> pollAll() {
    List<String> polled = new ArrayList<>();
    while (!queue.isEmpty()) {
      polled.add(queue.poll());
    }
    return polled;
  }
}
