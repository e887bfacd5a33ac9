package org.racprovider.config;

import java.util.Optional;

/**
 * The nodes that share the event bus. Traffic between the nodes is neither encrypted nor
 * authenticated.
 *
 * @param enabled whether the event bus is shared at all
 * @param host the address of this node's interface to the others
 * @param port where this node's cluster manager listens
 * @param members {@code host:port} of some or all nodes, separated by commas
 * @param service the DNS name of a headless Kubernetes service that finds the nodes, instead of
 *     {@code members}
 */
public record ClusterConfig(
    boolean enabled, String host, int port, String members, Optional<String> service) {

  static ClusterConfig of(ResolvedSettings values) {
    return new ClusterConfig(
        values.bool(Setting.CLUSTER),
        values.string(Setting.CLUSTER_HOST),
        values.integer(Setting.CLUSTER_PORT),
        values.string(Setting.CLUSTER_MEMBERS),
        values.optionalString(Setting.CLUSTER_SERVICE));
  }
}
