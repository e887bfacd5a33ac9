package org.racprovider.importing;

import java.time.Duration;

/** No answer, or one that may be another when asked again. */
final class TemporarilyUnavailableException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  TemporarilyUnavailableException(String reason, Duration retryAfter) {
    super(reason, null, false, false);
    this.retryAfter = retryAfter;
  }

  /** How long to wait at least; zero where nothing is said. */
  Duration retryAfter() {
    return retryAfter;
  }
}
