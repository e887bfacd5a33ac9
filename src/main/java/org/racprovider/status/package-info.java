/**
 * The status of the nodes, for {@code /status/} and the live page.
 *
 * <p>Each node publishes its {@link org.racprovider.status.NodeStatus status} on the event bus
 * ({@link org.racprovider.status.StatusVerticle}) and keeps the last status of every node ({@link
 * org.racprovider.status.NodeRegistry}), which {@link org.racprovider.status.StatusRoutes} serves.
 * {@link org.racprovider.status.RecentRequests} measures the rate and latency of the node's
 * requests.
 *
 * <p>Uses {@code http} for routes, probes and observations of requests, {@code event.relay} for the
 * lag of events, {@code event.stream}, {@code auth} and {@code metrics}. Only the root package uses
 * it.
 */
package org.racprovider.status;
