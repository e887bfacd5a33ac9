/**
 * The entry point and the deployment of the server.
 *
 * <p>{@link org.racprovider.Main} starts a {@link org.racprovider.Server} or runs a command. The
 * server makes one Vert.x, which joins a cluster ({@link org.racprovider.ClusterNode}) if so
 * configured, and deploys {@code MainVerticle}. That verticle makes all other verticles, in the
 * order in which they depend on each other; it is the only class that knows all packages.
 *
 * <p>The way of a create through the packages: {@code http} receives and authenticates the request,
 * {@code provider.api} validates it and sends a command over {@code bus}, {@code provider.store}
 * executes the command in the database. {@code event.relay} publishes the event of the create.
 *
 * <p>Uses all packages; none uses it, except that consumers of events may use {@code ClusterNode}.
 */
package org.racprovider;
