package org.racprovider.status;

/**
 * The bus contract of status: what every node says of itself, every two seconds.
 *
 * <p>A status is a JSON object with these keys:
 *
 * <ul>
 *   <li>{@code id}: of this start of the node; {@code name}: its host and HTTP port
 *   <li>{@code status}: as its ready probe says, {@code up}, {@code down}, {@code no keys} or
 *       {@code stopping}
 *   <li>{@code requests_per_second}: requests for providers that it answered, over the last 10 s
 *   <li>{@code p50_ms}, {@code p99_ms}: within which time half of them were answered, and 99 of
 *       100, in milliseconds; null where there were none
 *   <li>{@code creates_waiting}: creates that wait for a statement
 *   <li>{@code connections}: open HTTP connections
 *   <li>{@code events_waiting}, {@code events_lag_seconds}: events that are committed and not
 *       relayed yet, by any node, and how long the first of them has waited; null while the
 *       database is silent
 * </ul>
 */
public final class NodeStatus {

  /** Where each node publishes its status. */
  public static final String PUBLISHED = "rac.node.status";

  private NodeStatus() {}
}
