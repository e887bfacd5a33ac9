package org.racprovider.bench;

/**
 * The measurements of one round of load.
 *
 * @param requests requests with a response, or committed transactions
 * @param rejected responses with a status that means an error
 * @param failed failed connections, and requests without a response within the timeout
 * @param serverCpu processor time of the server for a request in microseconds, NaN if unknown
 * @param databaseCpu processor time of all processes of the database for a request in microseconds,
 *     NaN if unknown
 */
record LoadResult(
    long requests,
    double perSecond,
    double p50Millis,
    double p99Millis,
    long rejected,
    long failed,
    double serverCpu,
    double databaseCpu) {

  static LoadResult of(
      long requests, double perSecond, double p50, double p99, long rejected, long failed) {
    return new LoadResult(requests, perSecond, p50, p99, rejected, failed, Double.NaN, Double.NaN);
  }

  /** Returns the same result with processor times for all requests, in seconds. */
  LoadResult withCpu(double allServerCpu, double allDatabaseCpu) {
    double server = allServerCpu * 1e6 / requests;
    double database = allDatabaseCpu * 1e6 / requests;
    return new LoadResult(
        requests, perSecond, p50Millis, p99Millis, rejected, failed, server, database);
  }

  long errors() {
    return rejected + failed;
  }
}
