package org.racprovider.bench;

import java.util.List;
import java.util.Optional;

/**
 * Everything that was measured.
 *
 * @param startSeconds from the start of the process to the first 201, schema migrated before
 * @param manyClients 32 clients of pgbench, 64 connections to the server
 * @param oneClient one of each
 * @param peakMebibytes the most memory the server had at a time
 */
record Results(
    List<Double> startSeconds,
    Comparison manyClients,
    Comparison oneClient,
    List<Point> sweep,
    List<Read> reads,
    Optional<ManyStored> manyStored,
    double peakMebibytes) {

  Optional<Point> at(int connections) {
    return sweep.stream().filter(point -> point.connections() == connections).findFirst();
  }
}
