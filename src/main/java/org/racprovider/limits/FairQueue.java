package org.racprovider.limits;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A queue whose subjects take turns: each item is of the subject whose last turn is the longest
 * ago. The items of one subject keep their order. Not safe for use by several threads.
 */
public final class FairQueue<T> {

  /** How many empty lanes, each the queue of one subject, are kept for reuse. */
  private static final int KEPT_LANES = 16;

  private static final class Lane<T> {
    private final String subject;
    private final ArrayDeque<T> items = new ArrayDeque<>();

    Lane(String subject) {
      this.subject = subject;
    }
  }

  private final Map<String, Lane<T>> lanes = new HashMap<>();

  /** The lanes with items, in the order of their turns. */
  private final Queue<Lane<T>> turns = new ArrayDeque<>();

  private int size;

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  public void add(String subject, T item) {
    Lane<T> lane = lanes.computeIfAbsent(subject, Lane::new);
    if (lane.items.isEmpty()) {
      turns.add(lane);
    }
    lane.items.add(item);
    size++;
  }

  /** The item whose turn is next; null if there is none. */
  public T peek() {
    Lane<T> next = turns.peek();
    return next == null ? null : next.items.peek();
  }

  /** Removes the item whose turn is next; null if there is none. */
  public T poll() {
    Lane<T> next = turns.poll();
    return next == null ? null : take(next);
  }

  /**
   * Removes the next item of a subject that may take its turn; null if there is none. Subjects that
   * are passed over keep their place.
   */
  public T poll(Predicate<String> mayTakeTurn) {
    for (Iterator<Lane<T>> each = turns.iterator(); each.hasNext(); ) {
      Lane<T> lane = each.next();
      if (mayTakeTurn.test(lane.subject)) {
        each.remove();
        return take(lane);
      }
    }
    return null;
  }

  /** Whether a subject other than this one has items. */
  public boolean hasOthersThan(String subject) {
    return turns.size() > (count(subject) == 0 ? 0 : 1);
  }

  /**
   * Makes room for an item of this subject, in a full queue: removes the newest item of the subject
   * that has the most. Nothing is removed if this subject would then have as many.
   */
  public Optional<T> displaceFor(String subject) {
    Lane<T> longest = turns.peek();
    for (Lane<T> lane : turns) {
      longest = lane.items.size() > longest.items.size() ? lane : longest;
    }
    if (longest == null || longest.items.size() <= count(subject) + 1) {
      return Optional.empty();
    }
    size--;
    return Optional.of(longest.items.removeLast());
  }

  /** Removes the oldest items of each subject, as long as they match. */
  public List<T> removeOldest(Predicate<T> matches) {
    List<T> removed = new ArrayList<>();
    for (int left = turns.size(); left > 0; left--) {
      Lane<T> lane = turns.remove();
      while (!lane.items.isEmpty() && matches.test(lane.items.element())) {
        removed.add(lane.items.remove());
      }
      queueOrDrop(lane);
    }
    size -= removed.size();
    return removed;
  }

  /** The oldest item of each subject. */
  public Stream<T> oldest() {
    return turns.stream().map(lane -> lane.items.element());
  }

  private T take(Lane<T> lane) {
    size--;
    T item = lane.items.remove();
    queueOrDrop(lane);
    return item;
  }

  private void queueOrDrop(Lane<T> lane) {
    if (!lane.items.isEmpty()) {
      turns.add(lane);
    } else if (lanes.size() > KEPT_LANES) {
      lanes.remove(lane.subject);
    }
  }

  private int count(String subject) {
    Lane<T> lane = lanes.get(subject);
    return lane == null ? 0 : lane.items.size();
  }
}
