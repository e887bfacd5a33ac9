package org.racprovider.config;

import java.util.Optional;

/**
 * With whom the event bus is shared. What goes between the nodes is neither encrypted nor
 * authenticated.
 *
 * @param enabled whether it is shared at all
 * @param host the address of this node's interface to the others
 * @param port where this node's cluster manager listens
 * @param members {@code host:port} of some or all nodes, separated by commas
 * @param service the DNS name of a headless Kubernetes service that finds the nodes, instead of
 *     {@code members}
 */
public record ClusterConfig(
    boolean enabled, String host, int port, String members, Optional<String> service) {}
