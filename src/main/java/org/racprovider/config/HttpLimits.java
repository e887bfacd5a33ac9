package org.racprovider.config;

import java.time.Duration;

/**
 * What callers may use up.
 *
 * @param bodyBytes the largest request body
 * @param headerBytes the largest request line and headers, each
 * @param connections the most connections that are open
 * @param requests the most requests that are served at once
 * @param requestsPerSubject the same for one caller
 * @param headerTime from the opening of a connection to its first request
 * @param bodyTime for a whole body
 * @param idleTime how long a connection may be silent, and until the next request unless one of the
 *     other two is longer
 */
public record HttpLimits(
    int bodyBytes,
    int headerBytes,
    int connections,
    int requests,
    int requestsPerSubject,
    Duration headerTime,
    Duration bodyTime,
    Duration idleTime) {}
