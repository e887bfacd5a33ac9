package org.racprovider.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How long a start takes: from the start of the process to the first 201. */
final class Starts {

  interface Starter {
    ServerProcess start() throws IOException;
  }

  private Starts() {}

  /** Seconds of each start, one after the other, on a schema that is migrated. */
  static List<Double> measure(int number, Starter starter, Api api, Body body)
      throws IOException, InterruptedException {
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      long before = System.nanoTime();
      try (ServerProcess server = starter.start()) {
        api.createFirst(server, body);
        seconds.add((System.nanoTime() - before) / 1e9);
      }
    }
    System.out.println("starts (s): " + seconds);
    return seconds;
  }
}
