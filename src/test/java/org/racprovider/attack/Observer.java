package org.racprovider.attack;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Notes how long the management port takes, and how many connections the database holds. */
final class Observer {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final long PROBE_MILLIS = 50;
  private static final long COUNT_MILLIS = 200;
  private static final byte[] PROBE =
      HttpConnection.bytes("GET /-/health/live/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

  private final Target target;
  private final Surroundings surroundings;
  private final List<Long> probes = Collections.synchronizedList(new ArrayList<>());
  private final Thread prober = new Thread(this::probe, "prober");
  private final Thread counter = new Thread(this::count, "counter");
  private volatile int connections;
  private volatile boolean stopping;

  Observer(Target target, Surroundings surroundings) {
    this.target = target;
    this.surroundings = surroundings;
    prober.start();
    counter.start();
  }

  private void probe() {
    try {
      while (!stopping) {
        probes.add(millisOfProbe());
        TimeUnit.MILLISECONDS.sleep(PROBE_MILLIS);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private long millisOfProbe() {
    long start = System.nanoTime();
    try (HttpConnection connection = target.management()) {
      int status = connection.exchange(PROBE, TIMEOUT);
      return status == 200
          ? TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)
          : TIMEOUT.toMillis();
    } catch (IOException down) {
      return TIMEOUT.toMillis();
    }
  }

  private void count() {
    try {
      while (!stopping) {
        connections = Math.max(connections, surroundings.sessions().size());
        TimeUnit.MILLISECONDS.sleep(COUNT_MILLIS);
      }
    } catch (SQLException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How long the probes took, sorted. */
  List<Long> probes() {
    return probes.stream().sorted().toList();
  }

  /** The most connections that the database held. */
  int connections() {
    return connections;
  }

  void stop() throws InterruptedException {
    stopping = true;
    prober.join();
    counter.join();
  }
}
