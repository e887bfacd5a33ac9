package org.racprovider.bench;

import java.util.List;

/**
 * What was measured.
 *
 * @param capacity creates a second when as many callers as are served at once wait for their
 *     answers
 * @param offered the least load first
 * @param afterwards the least load again, at once after the most
 */
record OverloadResults(double capacity, List<Offered> offered, Offered afterwards) {

  Offered least() {
    return offered.get(0);
  }

  Offered most() {
    return offered.get(offered.size() - 1);
  }

  /** How much longer than at the least load an accepted request takes, by the 99th percentiles. */
  double slowdown(Offered load) {
    return load.acceptedP99() / least().acceptedP99();
  }
}
