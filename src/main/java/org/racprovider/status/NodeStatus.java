package org.racprovider.status;

/**
 * The bus contract of status: each node publishes its own every two seconds.
 *
 * <p>A status is a JSON object with these keys:
 *
 * <ul>
 *   <li>{@code id}: identifies this start of the node; {@code name}: its host and HTTP port
 *   <li>{@code status}: the state that its readiness probe reports: {@code up}, {@code down},
 *       {@code no keys} or {@code stopping}
 *   <li>{@code requests_per_second}: requests for providers per second, over the last 10 s
 *   <li>{@code p50_ms}, {@code p99_ms}: the median and the 99th percentile of their latency in
 *       milliseconds; null without requests
 *   <li>{@code creates_waiting}: creates that wait for a statement
 *   <li>{@code connections}: open HTTP connections
 *   <li>{@code events_waiting}, {@code events_lag_seconds}: the number of committed events that no
 *       node has relayed yet, and how long the oldest of them has waited; null while the database
 *       does not respond
 * </ul>
 */
public final class NodeStatus {

  /** The address on which each node publishes its status. */
  public static final String PUBLISHED = "rac.node.status";

  private NodeStatus() {}
}
