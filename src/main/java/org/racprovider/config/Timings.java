package org.racprovider.config;

import java.time.Duration;

/**
 * The durations that are not settings. They are passed in, so that tests can shorten them.
 *
 * @param newConnectionGrace how long a new connection is not closed for another one
 * @param connectionCheck between two checks for connections that are too slow
 * @param unreadOutput how long a client may leave written data unread
 * @param refusedBody how long a client may continue to send a refused body
 * @param certificateCheck between two checks of the files of the TLS certificate
 * @param keyRefresh the minimum time between two reads of the key set because of unknown keys
 * @param keyRetry the first pause before the key set is read again after a failure
 * @param eventRead how long a consumer waits for a page of events, or for its position to be stored
 * @param eventRetry how long a consumer waits before it reads again after a failure
 * @param eventRecheck how long a consumer waits for missing events before it reads them
 * @param relayPoll between two searches of the relay for events, if no notification wakes it
 * @param maintenance between two checks whether counts and search index lag behind
 * @param bridgeAuthentication how long a WebSocket may be open without a valid token
 * @param bridgePing how long a WebSocket may be open without a ping of the bridge's protocol
 * @param blockedEventLoop how long an event loop may run no task before the server is not live
 * @param statusInterval between two messages about a node's status
 * @param nodeExpiry how long a node is shown after its last message
 */
public record Timings(
    Duration newConnectionGrace,
    Duration connectionCheck,
    Duration unreadOutput,
    Duration refusedBody,
    Duration certificateCheck,
    Duration keyRefresh,
    Duration keyRetry,
    Duration eventRead,
    Duration eventRetry,
    Duration eventRecheck,
    Duration relayPoll,
    Duration maintenance,
    Duration bridgeAuthentication,
    Duration bridgePing,
    Duration blockedEventLoop,
    Duration statusInterval,
    Duration nodeExpiry) {

  /** The timings of a server in production. */
  public static final Timings DEFAULT =
      new Timings(
          Duration.ofMillis(300),
          Duration.ofMillis(500),
          Duration.ofSeconds(8),
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofMillis(500),
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          Duration.ofMillis(250),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          Duration.ofSeconds(2),
          Duration.ofSeconds(10));
}
