package org.racprovider.bench;

import java.util.List;

/**
 * The number and the size of the measurements.
 *
 * @param rounds of each contestant
 * @param seconds of a round of creates
 * @param shortSeconds of other rounds
 * @param warmUpSeconds of load after the start of the server, in which the JVM compiles the code
 * @param starts of the server that are timed
 * @param storedBefore providers before creates are measured
 * @param stored the numbers of providers to read from
 * @param connections the numbers of connections to create with
 */
record BenchmarkPlan(
    int rounds,
    int seconds,
    int shortSeconds,
    int warmUpSeconds,
    int starts,
    int storedBefore,
    List<Integer> stored,
    List<Integer> connections) {

  static BenchmarkPlan full(int rounds) {
    List<Integer> stored = List.of(1_000, 100_000, 1_000_000);
    List<Integer> connections = List.of(1, 2, 4, 8, 16, 32, 64, 128, 256, 512);
    return new BenchmarkPlan(rounds, 8, 5, 30, 5, 200_000, stored, connections);
  }

  /** A plan that only tests the benchmark. Its results are meaningless. */
  static BenchmarkPlan quick(int rounds) {
    List<Integer> stored = List.of(1_000, 2_000);
    return new BenchmarkPlan(rounds, 1, 1, 3, 1, 1_000, stored, List.of(1, 32, 64));
  }
}
