/**
 * Attacks on the packaged server, which runs with the options of the image as a process of its own.
 *
 * <p>{@link org.racprovider.attack.AttackIT} runs each {@code Attack} against a {@code Target}, and
 * compares what {@code OtherCallers} and the {@code Observer} notice with what the server promises.
 * A {@code Swarm} holds thousands of connections whose {@code Script} may be any bytes; a {@code
 * Crowd} sends complete requests.
 *
 * <p>The package uses {@code support} and no class of the server.
 */
package org.racprovider.attack;
