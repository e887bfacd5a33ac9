package org.racprovider.bench;

import java.util.List;

/**
 * How much is measured.
 *
 * @param rounds of each contestant
 * @param seconds of a round
 * @param warmUpSeconds before the first round, for the compiler of the JVM
 * @param pointSeconds of each number of connections
 * @param connections the numbers of connections to try
 * @param storedProviders how many are stored when reading is measured
 * @param manyProviders how many are stored when creating is measured again, 0 to leave that out
 * @param starts of the server that are timed
 */
record Plan(
    int rounds,
    int seconds,
    int warmUpSeconds,
    int pointSeconds,
    List<Integer> connections,
    int storedProviders,
    int manyProviders,
    int starts) {

  /** What the goals are about. */
  static final int CONNECTIONS = 64;

  static final int CLIENTS = 32;
  static final int MOST_CONNECTIONS = 512;

  static Plan full() {
    return new Plan(
        3, 10, 30, 5, List.of(1, 2, 4, 8, 16, 32, 64, 128, 256, MOST_CONNECTIONS), 100_000, 0, 5);
  }

  /** Enough to see that everything works; its numbers mean nothing. */
  static Plan quick() {
    return new Plan(1, 3, 1, 2, List.of(1, 8, CONNECTIONS), 1_000, 0, 1);
  }

  Plan withManyProviders(int providers) {
    return new Plan(
        rounds,
        seconds,
        warmUpSeconds,
        pointSeconds,
        connections,
        storedProviders,
        providers,
        starts);
  }

  Plan withRounds(int number) {
    return new Plan(
        number,
        seconds,
        warmUpSeconds,
        pointSeconds,
        connections,
        storedProviders,
        manyProviders,
        starts);
  }
}
