/**
 * The HTTP server: it routes requests, checks them in the order of the contract, and sends the
 * responses.
 *
 * <ul>
 *   <li>{@link org.racprovider.http.RouterVerticle} owns the server of one event loop.
 *   <li>A {@link org.racprovider.http.RouteGroup} mounts the {@link org.racprovider.http.Resource}s
 *       of one part of the API on the {@link org.racprovider.http.ApiRouter}.
 *   <li>An operation of a resource maps an {@link org.racprovider.http.ApiRequest} to an {@link
 *       org.racprovider.http.ApiResponse}.
 *   <li>{@link org.racprovider.http.FailureHandler} is the one place that responds to failures.
 * </ul>
 *
 * <p>It may use {@code auth}, {@code bus}, {@code config}, {@code json}, {@code http.limits} and
 * {@code start}. It reaches the database only by commands on the event bus.
 */
package org.racprovider.http;
