package org.racprovider.bench;

/**
 * One measured round.
 *
 * @param serverCpu seconds of processor time, NaN where unknown
 * @param databaseCpu seconds of processor time, NaN where unknown
 */
record Round(Load load, double serverCpu, double databaseCpu) {

  double serverCpuPerThousand() {
    return serverCpu * 1000 / load.done();
  }

  double databaseCpuPerThousand() {
    return databaseCpu * 1000 / load.done();
  }
}
