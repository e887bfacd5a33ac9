/**
 * Limits the resources of clients: connections, concurrent requests, memory for bodies and output,
 * and time.
 *
 * <ul>
 *   <li>{@link org.racprovider.http.limits.AdmissionControl} counts the resources in use and
 *       refuses requests beyond a limit.
 *   <li>{@link org.racprovider.http.limits.OpenConnections} counts connections, from the moment
 *       they are accepted, and the memory of their unfinished input. {@code InputMeter} measures
 *       it.
 *   <li>{@link org.racprovider.http.limits.ConnectionRegistry} closes the connections of slow
 *       clients.
 *   <li>{@link org.racprovider.http.limits.BodyReader} reads request bodies of limited size.
 *   <li>{@link org.racprovider.http.limits.OutputHandler} passes output on in small pieces and
 *       counts what the client has not read.
 *   <li>{@link org.racprovider.http.limits.OutputLimit} limits the unread output of all clients.
 *   <li>{@link org.racprovider.http.limits.ConnectionChannel}, {@code GuardedTransport}, {@code
 *       DirectMemory} and the handlers are the only uses of internal types of Vert.x and Netty.
 * </ul>
 *
 * <p>It may use {@code config}, {@code limits} and, for failures, {@code bus}; it does not use
 * {@code http}.
 */
package org.racprovider.http.limits;
