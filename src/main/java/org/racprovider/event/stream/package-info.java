/**
 * The feed for clients that are not in the cluster. Each client has its own {@link
 * org.racprovider.event.consumer.EventConsumer}, so that a slow client delays only itself.
 *
 * <ul>
 *   <li>{@link org.racprovider.event.stream.EventStreamRoutes}: Server-Sent Events
 *   <li>{@link org.racprovider.event.stream.EventBridge}: WebSockets in the protocol of the Vert.x
 *       event-bus bridge
 *   <li>{@link org.racprovider.event.stream.StreamTurns}: only a few of them hold a page of events
 *   <li>session: one client of the bridge, {@link org.racprovider.event.stream.BridgeSession}
 * </ul>
 *
 * <p>Uses {@code event.consumer}, {@code http}, {@code http.limits}, {@code limits}, {@code auth}
 * and {@code bus}.
 */
package org.racprovider.event.stream;
