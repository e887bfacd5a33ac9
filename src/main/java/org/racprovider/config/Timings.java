package org.racprovider.config;

import java.time.Duration;

/**
 * How long the server waits in places where no setting says so. They are passed in, so that tests
 * need not wait as long as users would.
 *
 * @param connectionCheck between two looks at the connections that are too slow
 * @param unreadOutput how long a client may read nothing of what is written to it
 * @param refusedBody how long a client may go on sending a body that was refused
 * @param certificateCheck between two looks at the files of the TLS certificate
 * @param keyRefresh between two requests for the key set because of unknown keys
 * @param keyRetry between two requests for the key set after one failed
 * @param eventRead how long a consumer waits for a page of events, or for its position to be stored
 * @param eventRetry how long a consumer waits before it reads again after a failure
 * @param eventRecheck how long a consumer waits for missing events before it reads them
 * @param relayPoll between two searches of the relay for events, if no notification wakes it
 * @param bridgeAuthentication how long a WebSocket may be open without a valid token
 * @param bridgePing how long a WebSocket may be open without a ping of the bridge's protocol
 * @param statusInterval between two messages about a node's status
 * @param nodeExpiry how long a node is shown after its last message
 */
public record Timings(
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
    Duration bridgeAuthentication,
    Duration bridgePing,
    Duration statusInterval,
    Duration nodeExpiry) {

  /** What users get. */
  public static final Timings DEFAULT =
      new Timings(
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
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(2),
          Duration.ofSeconds(10));
}
