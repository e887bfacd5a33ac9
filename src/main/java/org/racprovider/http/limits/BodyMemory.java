package org.racprovider.http.limits;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.racprovider.limits.CallerMemory;
import org.racprovider.limits.MemoryBudget;
import org.racprovider.limits.MemoryBudget.Share;

/**
 * Shares the memory for request bodies among callers. If there is too little for a body, the server
 * gives up bodies that it does not process yet: those of the caller that holds most, in the order
 * of their arrival, unless the other caller would then hold more. Shared by all event loops.
 */
final class BodyMemory {

  private final CallerMemory memory;
  private final Map<String, Account> accounts = new HashMap<>();

  BodyMemory(MemoryBudget memory) {
    this.memory = new CallerMemory(memory, Share.BODIES);
  }

  /** The most that one body may need, even if there are no others. */
  long largest() {
    return memory.limit() / 2;
  }

  /**
   * Begins a body, which holds nothing yet. {@link #release} must follow.
   *
   * @param onGivenUp is called on any thread if the memory was taken from the body; must not block
   */
  synchronized Body begin(String subject, Runnable onGivenUp) {
    Account account = accounts.computeIfAbsent(subject, Account::new);
    Body body = new Body(account, onGivenUp);
    account.bodies++;
    account.waiting.add(body);
    return body;
  }

  /** Raises what a body that arrives holds to this size; returns false if that is impossible. */
  synchronized boolean tryReserve(Body body, long size) {
    return tryReserve(body, size, false);
  }

  /**
   * Raises what a complete body holds to the cost of its processing; returns false if that is
   * impossible now. If it returns true, the body cannot be given up any more.
   *
   * @param urgent whether this is the last try, for which other bodies of the same caller may be
   *     given up
   */
  synchronized boolean tryProcess(Body body, long cost, boolean urgent) {
    if (!tryReserve(body, cost, urgent)) {
      return false;
    }
    body.account.waiting.remove(body);
    return true;
  }

  /** Ends a body, even if it was given up. */
  synchronized void release(Body body) {
    Account account = body.account;
    drop(body);
    account.bodies--;
    if (account.bodies == 0) {
      accounts.remove(account.subject);
    }
  }

  private boolean tryReserve(Body body, long size, boolean urgent) {
    long bytes = Math.max(0, size - body.bytes);
    while (!body.givenUp && !reserve(body, bytes)) {
      Optional<Body> victim = victim(body, bytes, urgent);
      if (victim.isEmpty()) {
        return false;
      }
      giveUp(victim.get());
    }
    return !body.givenUp;
  }

  private boolean reserve(Body body, long bytes) {
    if (bytes > 0 && !memory.tryReserve(body.account.subject, bytes)) {
      return false;
    }
    body.bytes += bytes;
    return true;
  }

  /** The bodies of one caller seldom replace each other: otherwise none might complete. */
  private Optional<Body> victim(Body body, long bytes, boolean urgent) {
    return accounts.values().stream()
        .filter(account -> account.waiting.stream().anyMatch(other -> other != body))
        .max(Comparator.comparingLong(this::held))
        .filter(
            account ->
                account == body.account ? urgent : held(account) > held(body.account) + bytes)
        .flatMap(account -> account.waiting.stream().filter(other -> other != body).findFirst());
  }

  private long held(Account account) {
    return memory.held(account.subject);
  }

  private void giveUp(Body victim) {
    victim.givenUp = true;
    drop(victim);
    victim.onGivenUp.run();
  }

  private void drop(Body body) {
    body.account.waiting.remove(body);
    memory.release(body.account.subject, body.bytes);
    body.bytes = 0;
  }

  /** What one body holds. */
  static final class Body {

    private final Account account;
    private final Runnable onGivenUp;
    private long bytes;
    private boolean givenUp;

    private Body(Account account, Runnable onGivenUp) {
      this.account = account;
      this.onGivenUp = onGivenUp;
    }
  }

  /** What all bodies of one caller hold. */
  private static final class Account {

    private final String subject;
    private final Set<Body> waiting = new LinkedHashSet<>();
    private int bodies;

    Account(String subject) {
      this.subject = subject;
    }
  }
}
