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

  /** Not at all, or that the outcome is not known. */
  boolean isUnanswered() {
    return status == 0 || status == 504;
  }
}
