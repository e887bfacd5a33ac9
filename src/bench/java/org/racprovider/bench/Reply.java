package org.racprovider.bench;

/**
 * How a create was answered.
 *
 * @param status 0 where no answer came
 * @param millis since it was due
 * @param retryAfter whether the answer says when to come again
 */
record Reply(int status, double millis, boolean retryAfter) {

  boolean isAccepted() {
    return status == 201;
  }

  boolean isRefused() {
    return status == 503;
  }
}
