package org.racprovider.bench;

/**
 * What a load generator measured.
 *
 * @param done requests or transactions that were answered, refused ones included
 * @param refused answers with a status of 400 or more
 * @param broken connections that failed, requests that took longer than the time-out
 */
record Load(
    long done, double perSecond, double p50Millis, double p99Millis, long refused, long broken) {

  long errors() {
    return refused + broken;
  }
}
