package org.racprovider.bench;

import java.util.List;

/**
 * The number and the size of the measurements.
 *
 * @param rounds of each contestant
 * @param seconds of a round of a contestant
 * @param shortSeconds of other rounds
 * @param warmUpSeconds of load before the first round, so that the JVM compiles the code
 * @param starts of the server that are timed
 * @param stored providers while reads are measured
 * @param manyStored providers while creates are measured again; 0 skips this measurement
 * @param the numbers of connections to create with
 */
record BenchmarkPlan(
    int rounds,
    int seconds,
    int shortSeconds,
    int warmUpSeconds,
    int starts,
    int stored,
    int manyStored,
    List<Integer> connections) {

  static BenchmarkPlan full(int rounds, int manyStored) {
    List<Integer> connections = List.of(1, 2, 4, 8, 16, 32, 64, 128, 256, 512);
    return new BenchmarkPlan(rounds, 10, 5, 30, 5, 100_000, manyStored, connections);
  }

  /** A plan that only tests the benchmark. Its results are meaningless. */
  static BenchmarkPlan quick(int rounds, int manyStored) {
    return new BenchmarkPlan(rounds, 3, 2, 1, 1, 1_000, manyStored, List.of(1, 8, 64));
  }
}
