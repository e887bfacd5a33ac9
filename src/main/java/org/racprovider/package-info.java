/**
 * The entry point and the deployment of the server.
 *
 * <p>{@link org.racprovider.Main} starts a {@link org.racprovider.Server} or runs a command. The
 * server creates one Vert.x instance, which joins a cluster ({@link org.racprovider.ClusterNode})
 * if so configured, and deploys {@code MainVerticle}. That verticle creates all other verticles, in
 * the order of their dependencies. It is the only class that knows all packages.
 *
 * <p>A create passes through the packages as follows: {@code http} receives and authenticates the
 * request, {@code provider.api} validates it and sends a command over {@code bus}, {@code
 * provider.store} executes the command in the database. {@code event.relay} publishes the event of
 * the create.
 *
 * <p>Uses all packages; none uses it, except that consumers of events may use {@code ClusterNode}.
 */
package org.racprovider;
