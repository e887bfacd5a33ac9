package org.racprovider.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Clients that each send one complete request after the other, and read the responses. */
final class Crowd {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int OVERLOADED = 429;
  private static final long PAUSE_MILLIS = 100;

  private final Target target;
  private final Deadline deadline;
  private final Set<Integer> statuses = ConcurrentHashMap.newKeySet();

  private Crowd(Target target, Deadline deadline) {
    this.target = target;
    this.deadline = deadline;
  }

  /** Runs this number of clients until the deadline, and checks that nothing fails unexpectedly. */
  static void run(Target target, int clients, Supplier<byte[]> request, Deadline deadline)
      throws InterruptedException {
    Crowd crowd = new Crowd(target, deadline);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      Thread thread = new Thread(() -> crowd.send(request), "attacker " + i);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(crowd.statuses).as("statuses of the attackers").doesNotContain(500);
  }

  private void send(Supplier<byte[]> request) {
    try (HttpConnection connection = target.connection()) {
      while (!deadline.hasPassed()) {
        int status = exchange(connection, request.get());
        statuses.add(status);
        if (status >= OVERLOADED) {
          TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the status, or 429 if the server does not respond; both ask for a pause. */
  static int exchange(HttpConnection connection, byte[] request) {
    try {
      return connection.exchange(request, TIMEOUT);
    } catch (IOException refused) {
      return OVERLOADED;
    }
  }
}
